import type { GatewayKindEntry } from '../gateway-kind.js';
import { PHONE_PARTS_PER_SECOND, SmsGateConfig } from './smsgate-config.schema.js';
import { smsGateCapabilities, SmsGateGateway, smsGateSecretNames } from './smsgate.gateway.js';

export const smsgate: GatewayKindEntry<SmsGateConfig> = {
  channel: 'sms',
  config: SmsGateConfig,
  capabilities: smsGateCapabilities,
  secretNames: smsGateSecretNames,
  partsPerSecond: PHONE_PARTS_PER_SECOND,
  create: (config, { password = '', signingKey = '' }, defaults) =>
    new SmsGateGateway(config, { password, signingKey }, defaults),
};
