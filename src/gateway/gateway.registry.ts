import { z } from 'zod';
import type { Capabilities, Channel, Gateway } from './gateway.js';
import { HttpGatewayConfig } from './http/http-config.schema.js';
import { httpCapabilities, HttpGateway, requiredSecrets } from './http/http.gateway.js';
import type { GatewayHouse } from './gateway-house.js';
import type { ConnectionDefaults } from './http-client.js';
import { SmppConfig } from './smpp/smpp-config.schema.js';
import { smppCapabilities, SmppGateway } from './smpp/smpp.gateway.js';
import { SmsGateConfig } from './smsgate/smsgate-config.schema.js';
import { smsGateCapabilities, SmsGateGateway, smsGateSecretNames } from './smsgate/smsgate.gateway.js';
import type { Surroundings } from './surroundings.js';
import { SimulatorConfig } from './simulator/simulator-config.schema.js';
import { simulatorCapabilities, SimulatorGateway } from './simulator/simulator.gateway.js';
import { ZaloOaConfig } from './zalo-oa/zalo-oa-config.schema.js';
import { zaloOaCapabilities, ZaloOaGateway, zaloOaSecrets } from './zalo-oa/zalo-oa.gateway.js';
import { ZaloTemplateConfig } from './zalo-template/zalo-template-config.schema.js';
import {
  zaloTemplateCapabilities,
  ZaloTemplateGateway,
  zaloTemplateSecrets,
} from './zalo-template/zalo-template.gateway.js';

/** Names and values of an account's secrets, as an administrator gives them. */
export type GatewaySecrets = Readonly<Record<string, string>>;

/** What the house must know of a kind of gateway; a new adapter is one entry here. */
export interface GatewayKindEntry<Config = unknown> {
  readonly channel: Channel;
  readonly config: z.ZodType<Config>;
  /** Accounts of this kind send templates that are read from the operator. */
  readonly hasTemplates?: boolean;
  /** What an account with this configuration can do. */
  capabilities(config: Config): Capabilities;
  /** The secrets that such a configuration needs. */
  secretNames(config: Config): string[];
  /** Whether receipts and replies come over connections that a worker holds all the time. */
  readonly isStanding?: boolean;
  create(
    config: Config,
    secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
    house: GatewayHouse,
    around: Surroundings,
  ): Gateway;
}

const http: GatewayKindEntry<HttpGatewayConfig> = {
  channel: 'sms',
  config: HttpGatewayConfig,
  capabilities: httpCapabilities,
  secretNames: requiredSecrets,
  create: (config, secrets, defaults) => new HttpGateway(config, secrets, defaults),
};

const simulator: GatewayKindEntry<SimulatorConfig> = {
  channel: 'sms',
  config: SimulatorConfig,
  capabilities: simulatorCapabilities,
  secretNames: () => ['key'],
  create: (config, secrets, defaults) => new SimulatorGateway(config, { key: secrets.key ?? '' }, defaults),
};

const zaloTemplate: GatewayKindEntry<ZaloTemplateConfig> = {
  channel: 'zalo',
  hasTemplates: true,
  config: ZaloTemplateConfig,
  capabilities: zaloTemplateCapabilities,
  secretNames: zaloTemplateSecrets,
  create: (config, secrets, defaults, house) => new ZaloTemplateGateway(config, secrets, defaults, house),
};

const zaloOa: GatewayKindEntry<ZaloOaConfig> = {
  channel: 'zalo',
  hasTemplates: true,
  config: ZaloOaConfig,
  capabilities: zaloOaCapabilities,
  secretNames: zaloOaSecrets,
  create: (config, secrets, defaults, house) => new ZaloOaGateway(config, secrets, defaults, house),
};

const smpp: GatewayKindEntry<SmppConfig> = {
  channel: 'sms',
  config: SmppConfig,
  capabilities: smppCapabilities,
  secretNames: () => ['password'],
  isStanding: true,
  create: (config, secrets, defaults, _house, around) =>
    new SmppGateway(config, { password: secrets.password ?? '' }, defaults, around),
};

const smsgate: GatewayKindEntry<SmsGateConfig> = {
  channel: 'sms',
  config: SmsGateConfig,
  capabilities: smsGateCapabilities,
  secretNames: smsGateSecretNames,
  create: (config, { password = '', signingKey = '' }, defaults) =>
    new SmsGateGateway(config, { password, signingKey }, defaults),
};

export const GATEWAY_KINDS = ['http', 'simulator', 'smpp', 'smsgate', 'zalo-template', 'zalo-oa'] as const;
export type GatewayKind = (typeof GATEWAY_KINDS)[number];

const REGISTRY: Readonly<Record<GatewayKind, GatewayKindEntry>> = {
  // Each entry takes only what its own schema made, which the types of a common table cannot say.
  http: http as GatewayKindEntry,
  simulator: simulator as GatewayKindEntry,
  'zalo-template': zaloTemplate as GatewayKindEntry,
  'zalo-oa': zaloOa as GatewayKindEntry,
  smpp: smpp as GatewayKindEntry,
  smsgate: smsgate as GatewayKindEntry,
};

export function isGatewayKind(kind: string): kind is GatewayKind {
  return Object.hasOwn(REGISTRY, kind);
}

export function kindEntry(kind: GatewayKind): GatewayKindEntry {
  return REGISTRY[kind];
}

/** Kinds whose accounts hold a connection all the time. */
export const STANDING_KINDS: readonly GatewayKind[] = GATEWAY_KINDS.filter(
  (kind) => kindEntry(kind).isStanding,
);
