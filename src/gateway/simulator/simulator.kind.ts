import type { GatewayKindEntry } from '../gateway-kind.js';
import { SimulatorConfig } from './simulator-config.schema.js';
import { simulatorCapabilities, SimulatorGateway } from './simulator.gateway.js';

export const simulator: GatewayKindEntry<SimulatorConfig> = {
  channel: 'sms',
  config: SimulatorConfig,
  capabilities: simulatorCapabilities,
  secretNames: () => ['key'],
  create: (config, secrets, defaults) => new SimulatorGateway(config, { key: secrets.key ?? '' }, defaults),
};
