import { z } from 'zod';
import type { HttpClient, OperatorAnswer } from '../http-client.js';
import { loginError, loginKind } from '../login-error.js';
import { parseJson } from '../parse-json.js';
import { answerError, kindOfStatus } from '../status-error.js';

/** What this product does at the server, and nothing more. */
const SCOPES = ['messages:send', 'messages:read', 'devices:list'];
const TTL_SECONDS = 3_600;
/** A token is renewed so long before its end, so that none ends on its way; and no clock has to be exact. */
const MARGIN_MS = 60_000;
const LOGIN_TIMEOUT_MS = 30_000;

const Pair = z.object({ access_token: z.string().min(1), expires_at: z.string().optional() });

/** A token as the server gave it out. */
export interface SmsGateToken {
  accessToken: string;
  /** By the server's clock. */
  expiresAt: Date;
}

/**
 * Keeps one JWT of an account (`POST …/auth/token` with the name and password of the app, which the vendor's
 * authentication page describes). However many messages need it at once, one is asked for.
 */
export class SmsGateTokens {
  private token: SmsGateToken | null = null;
  private opening: Promise<SmsGateToken> | null = null;

  constructor(
    private readonly client: HttpClient,
    private readonly path: string,
    private readonly basic: string,
  ) {}

  /** Throws GatewayError, and never leaves a message in doubt: nothing of it is in this call. */
  current(): Promise<SmsGateToken> {
    if (this.token && Date.now() < this.token.expiresAt.getTime() - MARGIN_MS)
      return Promise.resolve(this.token);
    this.opening ??= this.open().finally(() => (this.opening = null));
    return this.opening;
  }

  /** The next message asks for a new one. */
  drop(token: SmsGateToken): void {
    if (this.token === token) this.token = null;
  }

  private async open(): Promise<SmsGateToken> {
    const answer = await this.client
      .request(
        {
          method: 'POST',
          path: this.path,
          headers: { authorization: this.basic, 'content-type': 'application/json' },
          body: JSON.stringify({ ttl: TTL_SECONDS, scopes: SCOPES }),
        },
        // Its own signal: it is asked for on behalf of every message that waits.
        AbortSignal.timeout(LOGIN_TIMEOUT_MS),
      )
      .catch((error: unknown) => {
        throw loginError('the server', error);
      });
    this.token = readToken(answer);
    return this.token;
  }
}

function readToken(answer: OperatorAnswer): SmsGateToken {
  const isGood = answer.status >= 200 && answer.status <= 299;
  const pair = Pair.safeParse(parseJson(answer.body));
  if (!isGood || !pair.success)
    throw answerError(isGood ? 'unreachable' : loginKind(kindOfStatus(answer.status)), answer);
  const { access_token: accessToken, expires_at: told } = pair.data;
  const at = told === undefined ? NaN : Date.parse(told);
  return { accessToken, expiresAt: new Date(Number.isFinite(at) ? at : Date.now() + TTL_SECONDS * 1000) };
}
