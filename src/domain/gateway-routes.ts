/**
 * Through which accounts a campaign's messages leave, when the account that its step names has a stand-in. A share is a
 * stretch of 0 to 100, laid over the numbers of deliveries, so a split holds for a hamlet as for a province.
 */
import type { BreakerState } from './breaker.js';

export interface RoutedAccount {
  id: string;
  /** `held`: a person stopped it. `draining`: it finishes what runs and takes nothing new. */
  state: 'active' | 'held' | 'draining';
  breaker: BreakerState;
}

export interface Share {
  readonly from: number;
  readonly to: number;
}

export interface Route {
  readonly gatewayId: string;
  readonly share: Share;
}

export const ALL: Share = { from: 0, to: 100 };
/** Nothing new: only what is in doubt there, and may be sent again under its reference. */
export const NOTHING: Share = { from: 100, to: 100 };

/**
 * - An account that works sends its share, its stand-in the rest.
 * - One that its errors have stopped leaves everything to its stand-in; one that is being tried gets its trial message first.
 * - One that a person stopped keeps its share waiting: a pause is a pause.
 * - A stand-in that is stopped or draining itself is none.
 * @param isNew the campaign began after the account was told to take nothing new
 * @returns none where the messages have to wait
 */
export function routesThrough(
  account: RoutedAccount,
  standIn: RoutedAccount | null,
  sharePercent: number,
  isNew: boolean,
): Route[] {
  const canStandIn = standIn !== null && standIn.state === 'active' && standIn.breaker !== 'open';
  const standInFor = (share: Share): Route[] =>
    canStandIn && share.from < share.to ? [{ gatewayId: standIn.id, share }] : [];
  if (account.state === 'draining' && isNew) return standInFor(ALL);
  if (!canStandIn) return [{ gatewayId: account.id, share: ALL }];
  if (account.breaker === 'open') return standInFor(ALL);
  if (account.breaker === 'half-open') return [{ gatewayId: account.id, share: ALL }, ...standInFor(ALL)];
  return [
    { gatewayId: account.id, share: { from: 0, to: sharePercent } },
    ...standInFor({ from: sharePercent, to: 100 }),
  ];
}
