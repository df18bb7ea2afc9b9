import type { GatewayKindEntry } from '../gateway-kind.js';
import { SpeedsmsConfig } from './speedsms-config.schema.js';
import { speedsmsCapabilities, SpeedsmsGateway } from './speedsms.gateway.js';

export const speedsms: GatewayKindEntry<SpeedsmsConfig> = {
  channel: 'sms',
  config: SpeedsmsConfig,
  capabilities: speedsmsCapabilities,
  secretNames: () => ['token'],
  // The vendor's page: 60 requests in 60 seconds, and no more.
  partsPerSecond: 1,
  create: (config, secrets, defaults) => new SpeedsmsGateway(config, secrets, defaults),
};
