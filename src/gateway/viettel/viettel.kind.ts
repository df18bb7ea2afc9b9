import type { GatewayKindEntry } from '../gateway-kind.js';
import { ViettelConfig } from './viettel-config.schema.js';
import { viettelCapabilities, ViettelGateway } from './viettel.gateway.js';

export const viettel: GatewayKindEntry<ViettelConfig> = {
  channel: 'sms',
  config: ViettelConfig,
  capabilities: viettelCapabilities,
  secretNames: () => ['password'],
  create: (config, secrets, defaults) => new ViettelGateway(config, secrets, defaults),
};
