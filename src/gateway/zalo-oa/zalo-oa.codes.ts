import type { GatewayErrorKind } from '../../domain/retry.js';

const rows = (kind: GatewayErrorKind, ...codes: number[]): [number, GatewayErrorKind][] =>
  codes.map((code) => [code, kind]);

/** Invalid, expired or removed token: renewed once, the request repeated once. */
export const OA_TOKEN_CODES = [-216, -220, -124];

/** A generic failure to send, which Zalo lets us try once more. */
export const OA_ONCE_MORE = -200;

/** Codes of `openapi.zalo.me`. */
export const OA_CODES: ReadonlyMap<number, GatewayErrorKind> = new Map([
  ...rows('throttled', -32, -214),
  ...rows('rejected', OA_ONCE_MORE, -233, -403),
  ...rows(
    'misconfigured',
    -204,
    -205,
    -209,
    -212,
    -216,
    -219,
    -220,
    -221,
    -223,
    -224,
    -235,
    -237,
    -238,
    -240,
  ),
  ...rows('misconfigured', -124, -241, -242, -249, -320),
  // -213 does not follow, -217 blocked the invitation, -218 has had enough, -227 asleep, -230 and -232 window closed.
  ...rows('bad-recipient', -213, -217, -218, -227, -230, -232),
  ...rows('opted-out', -244),
  ...rows('bad-content', -100, -201, -210, -248),
  ...rows('quota', -211, -321),
  ...rows('night', -234),
]);
