import type { Logger } from '../platform/logging/logger.js';
import type { BindSlot } from './bind-slots.repository.js';
import type { GatewayEvent } from './gateway.js';

/** What an adapter with standing connections needs of the house around it. */
export interface Surroundings {
  readonly gatewayId: string;
  /** Takes one of the binds that the operator allows, over all processes; null where none is free. */
  takeBind(limit: number): Promise<BindSlot | null>;
  /** Connections of all processes that stand now. */
  boundElsewhere(): Promise<number>;
  /** Resolves once the events are stored durably; rejects where they could not be. */
  hear(events: readonly GatewayEvent[]): Promise<void>;
  readonly logger: Logger;
}
