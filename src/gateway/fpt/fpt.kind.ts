import type { GatewayKindEntry } from '../gateway-kind.js';
import { FptConfig } from './fpt-config.schema.js';
import { fptCapabilities, FptGateway } from './fpt.gateway.js';

export const fpt: GatewayKindEntry<FptConfig> = {
  channel: 'sms',
  config: FptConfig,
  capabilities: fptCapabilities,
  secretNames: () => ['clientId', 'clientSecret'],
  create: (config, secrets, defaults) => new FptGateway(config, secrets, defaults),
};
