import type { ConnectionSettings } from '../http-client.js';
import type { GatewayHouse } from '../gateway-house.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import type { ZaloApp } from './zalo-account.schema.js';
import { ZaloApi } from './zalo-api.js';

/** The Open API of one account at one of Zalo's hosts. */
export function zaloApi(
  url: string,
  connection: Omit<ConnectionSettings, 'origin'>,
  tokenCodes: readonly number[],
  { app, secrets, house }: { app: ZaloApp; secrets: GatewaySecrets; house: GatewayHouse },
): ZaloApi {
  const appSecret = secrets.appSecret ?? '';
  return new ZaloApi({
    url,
    connection: { ...connection, origin: new URL(url).origin },
    tokens: house.zaloTokens(app, appSecret),
    proofSecret: app.appSecretProof ? appSecret : null,
    tokenCodes,
  });
}

/** `+84912345678` as Zalo's API promises to take it: `84912345678`. */
export function zaloPhone(phone: string): string {
  return phone.replace(/^\+/, '');
}
