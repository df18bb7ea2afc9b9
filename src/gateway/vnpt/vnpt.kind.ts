import type { GatewayKindEntry } from '../gateway-kind.js';
import { VnptConfig } from './vnpt-config.schema.js';
import { vnptCapabilities, VnptGateway } from './vnpt.gateway.js';

export const vnpt: GatewayKindEntry<VnptConfig> = {
  channel: 'sms',
  config: VnptConfig,
  capabilities: vnptCapabilities,
  secretNames: () => ['apiPass'],
  create: (config, secrets, defaults) => new VnptGateway(config, secrets, defaults),
};
