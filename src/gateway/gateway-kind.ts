import type { z } from 'zod';
import type { Capabilities, Channel, Gateway } from './gateway.js';
import type { GatewayHouse } from './gateway-house.js';
import type { ConnectionDefaults } from './http-client.js';
import type { Surroundings } from './surroundings.js';

/** Names and values of an account's secrets, as an administrator gives them. */
export type GatewaySecrets = Readonly<Record<string, string>>;

/** What the house must know of a kind of gateway: the entry of an adapter in `gateway.registry.ts`. */
export interface GatewayKindEntry<Config = unknown> {
  readonly channel: Channel;
  readonly config: z.ZodType<Config>;
  /** Accounts of this kind send templates that are read from the operator. */
  readonly hasTemplates?: boolean;
  /** All accounts of one app and OA have one webhook address between them. */
  readonly sharesWebhook?: boolean;
  /** Receipts and replies come over connections that a worker holds all the time. */
  readonly isStanding?: boolean;
  /** What an account sends where its administrator names no rate. */
  readonly partsPerSecond?: number;
  /** What an account with this configuration can do. */
  capabilities(config: Config): Capabilities;
  /** The secrets that such a configuration needs. */
  secretNames(config: Config): string[];
  create(
    config: Config,
    secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
    house: GatewayHouse,
    around: Surroundings,
  ): Gateway;
}
