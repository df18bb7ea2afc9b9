import { vnpt } from './vnpt/vnpt.kind.js';
import { viettel } from './viettel/viettel.kind.js';
import { vietguys } from './vietguys/vietguys.kind.js';
import { stringee } from './stringee/stringee.kind.js';
import { speedsms } from './speedsms/speedsms.kind.js';
import { fpt } from './fpt/fpt.kind.js';
import { esms } from './esms/esms.kind.js';
import type { GatewayKindEntry } from './gateway-kind.js';
import { http } from './http/http.kind.js';
import { smpp } from './smpp/smpp.kind.js';
import { smsgate } from './smsgate/smsgate.kind.js';
import { simulator } from './simulator/simulator.kind.js';
import { zaloOa } from './zalo-oa/zalo-oa.kind.js';
import { zaloTemplate } from './zalo-template/zalo-template.kind.js';

/** Every kind of gateway: the one list. The HTTP schema, the settings page and the contract suite follow it. */
const REGISTRY = {
  esms,
  speedsms,
  vietguys,
  fpt,
  vnpt,
  viettel,
  stringee,
  http,
  simulator,
  smpp,
  smsgate,
  'zalo-template': zaloTemplate,
  'zalo-oa': zaloOa,
} as const satisfies Readonly<Record<string, GatewayKindEntry>>;

export type GatewayKind = keyof typeof REGISTRY;
export const GATEWAY_KINDS = Object.keys(REGISTRY) as [GatewayKind, ...GatewayKind[]];

export function isGatewayKind(kind: string): kind is GatewayKind {
  return Object.hasOwn(REGISTRY, kind);
}

/** An entry takes only what its own schema made, which the types of a common table cannot say. */
export function kindEntry(kind: GatewayKind): GatewayKindEntry {
  return REGISTRY[kind] as GatewayKindEntry;
}

/** Kinds whose accounts hold a connection all the time. */
export const STANDING_KINDS: readonly GatewayKind[] = GATEWAY_KINDS.filter(
  (kind) => kindEntry(kind).isStanding,
);
