import type { GatewayHouse } from '../../src/gateway/gateway-house.js';
import type { Gateway } from '../../src/gateway/gateway.js';
import { type GatewayKind, kindEntry } from '../../src/gateway/gateway.registry.js';
import type { ConnectionDefaults } from '../../src/gateway/http-client.js';
import type { Surroundings } from '../../src/gateway/surroundings.js';
import { createLogger } from '../../src/platform/logging/logger.js';

/** Adapters that ask the house for something (a token, a person) have suites of their own. */
const NO_HOUSE: GatewayHouse = {
  zaloTokens: () => {
    throw new Error('a house is needed');
  },
  zaloUser: () => Promise.reject(new Error('a house is needed')),
};

/** Adapters with standing connections, too. */
const NOTHING_AROUND: Surroundings = {
  gatewayId: '1',
  takeBind: () => Promise.resolve(null),
  boundElsewhere: () => Promise.resolve(0),
  hear: () => Promise.reject(new Error('nobody stores anything here')),
  logger: createLogger('silent'),
};

/** An adapter as the product makes it: its settings go through the schema of its kind. */
export function makeGateway(
  kind: GatewayKind,
  config: Record<string, unknown>,
  secrets: Record<string, string>,
  defaults: ConnectionDefaults,
): Gateway {
  const entry = kindEntry(kind);
  return entry.create(entry.config.parse(config), secrets, defaults, NO_HOUSE, NOTHING_AROUND);
}
