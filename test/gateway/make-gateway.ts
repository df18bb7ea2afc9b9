import type { GatewayHouse } from '../../src/gateway/gateway-house.js';
import type { Gateway } from '../../src/gateway/gateway.js';
import { type GatewayKind, kindEntry } from '../../src/gateway/gateway.registry.js';
import type { Surroundings } from '../../src/gateway/surroundings.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import type { ConnectionDefaults } from '../../src/gateway/http-client.js';

/** Adapters that ask the house for something (a token, a person) have suites of their own. */
const NO_HOUSE: GatewayHouse = {
  zaloTokens: () => {
    throw new Error('a house is needed');
  },
  zaloUser: () => Promise.reject(new Error('a house is needed')),
};

/** Adapters that hold connections of their own have suites of their own, too. */
const NO_SURROUNDINGS: Surroundings = {
  gatewayId: '1',
  takeBind: () => Promise.reject(new Error('a house is needed')),
  boundElsewhere: () => Promise.reject(new Error('a house is needed')),
  hear: () => Promise.reject(new Error('a house is needed')),
  logger: createLogger('fatal'),
};

/** An adapter as the product makes it: its settings go through the schema of its kind. */
export function makeGateway(
  kind: GatewayKind,
  config: Record<string, unknown>,
  secrets: Record<string, string>,
  defaults: ConnectionDefaults,
): Gateway {
  const entry = kindEntry(kind);
  return entry.create(entry.config.parse(config), secrets, defaults, NO_HOUSE, NO_SURROUNDINGS);
}
