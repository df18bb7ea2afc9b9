import type { GatewayEvent } from '../gateway/gateway.js';

/**
 * Where the answer to a question goes: the same inbox as a receipt that came by itself, so that there is one place which
 * decides what an operator's word does to a delivery. The receipts provide it.
 */
export abstract class OperatorWords {
  /** Resolves once the events are committed; rejects with the database's error where they are not. */
  abstract add(gatewayId: string, events: readonly GatewayEvent[]): Promise<void>;
}
