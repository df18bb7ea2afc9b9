import type { GatewayKindEntry } from '../gateway-kind.js';
import { ZaloTemplateConfig } from './zalo-template-config.schema.js';
import {
  zaloTemplateCapabilities,
  ZaloTemplateGateway,
  zaloTemplateSecrets,
} from './zalo-template.gateway.js';

export const zaloTemplate: GatewayKindEntry<ZaloTemplateConfig> = {
  channel: 'zalo',
  hasTemplates: true,
  sharesWebhook: true,
  config: ZaloTemplateConfig,
  capabilities: zaloTemplateCapabilities,
  secretNames: zaloTemplateSecrets,
  create: (config, secrets, defaults, house) => new ZaloTemplateGateway(config, secrets, defaults, house),
};
