import type { GatewayKindEntry } from '../gateway-kind.js';
import { ZaloOaConfig } from './zalo-oa-config.schema.js';
import { zaloOaCapabilities, ZaloOaGateway, zaloOaSecrets } from './zalo-oa.gateway.js';

export const zaloOa: GatewayKindEntry<ZaloOaConfig> = {
  channel: 'zalo',
  hasTemplates: true,
  sharesWebhook: true,
  config: ZaloOaConfig,
  capabilities: zaloOaCapabilities,
  secretNames: zaloOaSecrets,
  create: (config, secrets, defaults, house) => new ZaloOaGateway(config, secrets, defaults, house),
};
