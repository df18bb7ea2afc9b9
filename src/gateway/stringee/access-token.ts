import { createHmac } from 'node:crypto';

/** A token is made for this long … */
const LIFETIME_SECONDS = 3_600;
/** … and used for this long, so that no clock has to be exact. */
const USED_SECONDS = 1_800;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The JWT (HS256) that Stringee's REST API asks for. */
export function accessToken(keySid: string, keySecret: string, nowSeconds: number): string {
  const header = part({ typ: 'JWT', alg: 'HS256', cty: 'stringee-api;v=1' });
  const claims = part({
    jti: `${keySid}-${nowSeconds}`,
    iss: keySid,
    exp: nowSeconds + LIFETIME_SECONDS,
    rest_api: true,
  });
  const signature = createHmac('sha256', keySecret).update(`${header}.${claims}`).digest('base64url');
  return `${header}.${claims}.${signature}`;
}

/** Makes tokens only as often as needed: a signature for every message would cost more than the message. */
export class AccessTokens {
  private token = '';
  private madeAtSeconds = -Infinity;

  constructor(
    private readonly keySid: string,
    private readonly keySecret: string,
  ) {}

  current(): string {
    const nowSeconds = Math.floor(Date.now() / 1000);
    if (nowSeconds - this.madeAtSeconds > USED_SECONDS || nowSeconds < this.madeAtSeconds) {
      this.token = accessToken(this.keySid, this.keySecret, nowSeconds);
      this.madeAtSeconds = nowSeconds;
    }
    return this.token;
  }
}
