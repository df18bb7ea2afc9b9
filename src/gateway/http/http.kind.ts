import type { GatewayKindEntry } from '../gateway-kind.js';
import { HttpGatewayConfig } from './http-config.schema.js';
import { httpCapabilities, HttpGateway, requiredSecrets } from './http.gateway.js';

export const http: GatewayKindEntry<HttpGatewayConfig> = {
  channel: 'sms',
  config: HttpGatewayConfig,
  capabilities: httpCapabilities,
  secretNames: requiredSecrets,
  create: (config, secrets, defaults) => new HttpGateway(config, secrets, defaults),
};
