/**
 * The state table of a delivery (one household in one campaign), DESIGN §4.
 * The same table feeds TypeScript and the guarded updates in SQL, so that no path can differ between them.
 */
export const DELIVERY_STATES = [
  'planned',
  'sending',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'in_doubt',
  'skipped',
  'cancelled',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * From each state, the states that may follow it.
 * `sending → delivered | undelivered` is a receipt that overtook our own record of the send; `planned → delivered` is the
 * late receipt of an earlier rung: the next one, which has not left yet, is not sent.
 */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  planned: ['sending', 'skipped', 'cancelled', 'delivered'],
  sending: ['accepted', 'planned', 'rejected', 'in_doubt', 'delivered', 'undelivered'],
  accepted: ['delivered', 'undelivered', 'expired', 'planned'],
  expired: ['delivered', 'undelivered'],
  // A late answer may also be a no for good.
  in_doubt: ['accepted', 'planned', 'rejected', 'delivered', 'undelivered'],
  delivered: [],
  undelivered: [],
  rejected: [],
  skipped: [],
  cancelled: [],
};

/** Whether a delivery in `from` may move to `to`. */
export function mayBecome(from: DeliveryState, to: DeliveryState): boolean {
  return DELIVERY_TRANSITIONS[from].includes(to);
}

/** The states from which `to` can be reached in one step: the list for `where state = any(…)`. */
export function statesBefore(to: DeliveryState): DeliveryState[] {
  return DELIVERY_STATES.filter((from) => mayBecome(from, to));
}

/** States that nothing leads out of. */
export function isFinal(state: DeliveryState): boolean {
  return DELIVERY_TRANSITIONS[state].length === 0;
}

/** States with something still to be sent: a campaign is completed when no delivery is in one of them. */
export const UNSENT_STATES: readonly DeliveryState[] = ['planned', 'sending'];

/** The account of a campaign: how many deliveries stand in each state; the parts sum to `audience`. */
export interface Account {
  audience: number;
  planned: number;
  sending: number;
  accepted: number;
  delivered: number;
  undelivered: number;
  expired: number;
  rejected: number;
  skipped: number;
  cancelled: number;
  inDoubt: number;
}

/** Builds the account from counts by state; states that do not occur count zero. */
export function accountOf(counts: Partial<Record<DeliveryState, number>>): Account {
  const of = (state: DeliveryState) => counts[state] ?? 0;
  return {
    audience: DELIVERY_STATES.reduce((sum, state) => sum + of(state), 0),
    planned: of('planned'),
    sending: of('sending'),
    accepted: of('accepted'),
    delivered: of('delivered'),
    undelivered: of('undelivered'),
    expired: of('expired'),
    rejected: of('rejected'),
    skipped: of('skipped'),
    cancelled: of('cancelled'),
    inDoubt: of('in_doubt'),
  };
}

/** Whether the parts of an account sum to its audience. */
export function addsUp(account: Account): boolean {
  const { audience, ...parts } = account;
  return Object.values(parts).reduce((sum, n) => sum + n, 0) === audience;
}
