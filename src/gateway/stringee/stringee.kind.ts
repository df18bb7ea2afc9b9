import type { GatewayKindEntry } from '../gateway-kind.js';
import { StringeeConfig } from './stringee-config.schema.js';
import { stringeeCapabilities, StringeeGateway } from './stringee.gateway.js';

export const stringee: GatewayKindEntry<StringeeConfig> = {
  channel: 'sms',
  config: StringeeConfig,
  capabilities: stringeeCapabilities,
  secretNames: () => ['keySecret'],
  create: (config, secrets, defaults) => new StringeeGateway(config, secrets, defaults),
};
