import type { GatewayKindEntry } from '../gateway-kind.js';
import { EsmsConfig } from './esms-config.schema.js';
import { esmsCapabilities, EsmsGateway } from './esms.gateway.js';

export const esms: GatewayKindEntry<EsmsConfig> = {
  channel: 'sms',
  config: EsmsConfig,
  capabilities: esmsCapabilities,
  secretNames: ({ shortCode }) => ['apiKey', 'secretKey', ...(shortCode ? ['shortCodeKey'] : [])],
  create: (config, secrets, defaults) => new EsmsGateway(config, secrets, defaults),
};
