import type { GatewayErrorKind } from '../../domain/retry.js';

const rows = (kind: GatewayErrorKind, ...codes: number[]): [number, GatewayErrorKind][] =>
  codes.map((code) => [code, kind]);

/** The token is refused (-124): it is renewed once and the request repeated once, before the table is asked. */
export const TEMPLATE_TOKEN_CODES = [-124];

/** Codes of `business.openapi.zalo.me` (ZBS Template Message, formerly ZNS). */
export const TEMPLATE_CODES: ReadonlyMap<number, GatewayErrorKind> = new Map([
  // "Unknown error": Zalo asks to try again.
  ...rows('unreachable', -100),
  ...rows('throttled', -32),
  // App, OA, permissions, templates: a person has to mend it, and until then nothing is lost.
  ...rows(
    'misconfigured',
    -101,
    -102,
    -103,
    -104,
    -105,
    -106,
    -109,
    -1091,
    -113,
    -1131,
    -117,
    -120,
    -1201,
    -1202,
  ),
  ...rows('misconfigured', -123, -124, -1241, -125, -127, -128, -129, -131, -135, -1351, -136, -138, -1381),
  ...rows('misconfigured', -142, -143, -145, -146, -151, -152, -158, -159, -160, -161, -162),
  // No Zalo account, an old app, asleep, not eligible, or this person has had enough for the day or the month.
  ...rows('bad-recipient', -108, -110, -114, -118, -119, -134, -140, -1471, -1472),
  ...rows('opted-out', -139, -141),
  ...rows('bad-content', -111, -112, -1121, -1122, -1123, -1124, -116, -130, -132, -153),
  ...rows('rejected', -107, -121, -122, -148, -149, -1491, -150),
  ...rows('quota', -115, -126, -137, -144, -1441, -147),
  ...rows('night', -133),
]);
