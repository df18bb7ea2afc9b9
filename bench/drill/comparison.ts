import { type DeliveryState, isFinal } from '../../src/domain/delivery-states.js';
import { readReference } from '../../src/domain/reference.js';
import type { LoggedMessage } from '../../src/simulator/message-log.js';

/** One row of the ledger. */
export interface LedgerRow {
  id: string;
  householdId: string;
  phone: string;
  state: DeliveryState;
}

/** What a comparison of the ledger with what reached the phones came to. */
export interface Comparison {
  /** Households without a row, or whose row stands in no state that a campaign may end in. */
  unfinished: number;
  /** Called accepted or delivered, and no phone got it; or called undelivered, and the operator never had it. */
  falselySent: number;
  /** Phones that got it though the ledger says that nothing was sent. */
  falselyUnsent: number;
  /** Unfinished and falsely sent or unsent: households that the account is wrong about. */
  lost: number;
  /** Phones that got more than one message. */
  duplicates: number;
  inDoubt: number;
  /** Of those in doubt: how many the operator had taken after all. */
  inDoubtReached: number;
  /** Messages in the operator's log that name no delivery of ours. */
  foreign: number;
  byState: Partial<Record<DeliveryState, number>>;
}

/** States in which the operator has the message. */
const SENT: ReadonlySet<DeliveryState> = new Set(['accepted', 'delivered', 'undelivered', 'expired']);
/** Where a delivery may rest when its campaign is over. */
const RESTING = (state: DeliveryState) => isFinal(state) || SENT.has(state) || state === 'in_doubt';

/**
 * Compares the ledger with the operator's log, delivery by delivery. Pure.
 * @param householdIds the audience: every one of them must have exactly one row
 * @param prefix this installation's part of every reference
 */
export function compare(
  householdIds: readonly string[],
  ledger: readonly LedgerRow[],
  log: readonly Pick<LoggedMessage, 'reference' | 'phone' | 'count'>[],
  prefix: string,
): Comparison {
  const reached = new Set<string>();
  const timesByPhone = new Map<string, number>();
  let foreign = 0;
  for (const { reference, phone, count } of log) {
    const key = readReference(prefix, reference);
    if (key) reached.add(key.deliveryId);
    else foreign++;
    timesByPhone.set(phone, (timesByPhone.get(phone) ?? 0) + count);
  }
  const result: Comparison = {
    unfinished: 0,
    falselySent: 0,
    falselyUnsent: 0,
    lost: 0,
    duplicates: [...timesByPhone.values()].filter((times) => times > 1).length,
    inDoubt: 0,
    inDoubtReached: 0,
    foreign,
    byState: {},
  };
  const missing = new Set(householdIds);
  for (const { id, householdId, state } of ledger) {
    result.byState[state] = (result.byState[state] ?? 0) + 1;
    const isFirstOfHousehold = missing.delete(householdId);
    const hasReached = reached.has(id);
    if (!isFirstOfHousehold || !RESTING(state)) result.unfinished++;
    else if (SENT.has(state) && !hasReached) result.falselySent++;
    else if (!SENT.has(state) && state !== 'in_doubt' && hasReached) result.falselyUnsent++;
    if (state === 'in_doubt') {
      result.inDoubt++;
      if (hasReached) result.inDoubtReached++;
    }
  }
  result.unfinished += missing.size;
  result.lost = result.unfinished + result.falselySent + result.falselyUnsent;
  return result;
}
