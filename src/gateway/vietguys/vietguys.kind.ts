import type { GatewayKindEntry } from '../gateway-kind.js';
import { VietguysConfig } from './vietguys-config.schema.js';
import { vietguysCapabilities, VietguysGateway } from './vietguys.gateway.js';

export const vietguys: GatewayKindEntry<VietguysConfig> = {
  channel: 'sms',
  config: VietguysConfig,
  capabilities: vietguysCapabilities,
  secretNames: () => ['password'],
  create: (config, secrets, defaults) => new VietguysGateway(config, secrets, defaults),
};
