import { z } from 'zod';
import type { Capabilities, Channel, Gateway } from './gateway.js';
import { HttpGatewayConfig } from './http/http-config.schema.js';
import { httpCapabilities, HttpGateway, requiredSecrets } from './http/http.gateway.js';
import type { ConnectionDefaults } from './http-client.js';
import { SimulatorConfig } from './simulator/simulator-config.schema.js';
import { simulatorCapabilities, SimulatorGateway } from './simulator/simulator.gateway.js';

/** Names and values of an account's secrets, as an administrator gives them. */
export type GatewaySecrets = Readonly<Record<string, string>>;

/** What the house must know of a kind of gateway; a new adapter is one entry here. */
export interface GatewayKindEntry<Config = unknown> {
  readonly channel: Channel;
  readonly config: z.ZodType<Config>;
  /** What an account with this configuration can do. */
  capabilities(config: Config): Capabilities;
  /** The secrets that such a configuration needs. */
  secretNames(config: Config): string[];
  create(config: Config, secrets: GatewaySecrets, defaults: ConnectionDefaults): Gateway;
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

export const GATEWAY_KINDS = ['http', 'simulator'] as const;
export type GatewayKind = (typeof GATEWAY_KINDS)[number];

const REGISTRY: Readonly<Record<GatewayKind, GatewayKindEntry>> = {
  // Each entry takes only what its own schema made, which the types of a common table cannot say.
  http: http as GatewayKindEntry,
  simulator: simulator as GatewayKindEntry,
};

export function isGatewayKind(kind: string): kind is GatewayKind {
  return Object.hasOwn(REGISTRY, kind);
}

export function kindEntry(kind: GatewayKind): GatewayKindEntry {
  return REGISTRY[kind];
}
