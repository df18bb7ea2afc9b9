import type { GatewayKindEntry } from '../gateway-kind.js';
import { SmppConfig } from './smpp-config.schema.js';
import { smppCapabilities, SmppGateway } from './smpp.gateway.js';

export const smpp: GatewayKindEntry<SmppConfig> = {
  channel: 'sms',
  config: SmppConfig,
  capabilities: smppCapabilities,
  secretNames: () => ['password'],
  isStanding: true,
  create: (config, secrets, defaults, _house, around) =>
    new SmppGateway(config, { password: secrets.password ?? '' }, defaults, around),
};
