/**
 * Which deliveries that have ended a person may have tried again. The state table lets nothing out of these states by
 * itself; this is a person's way, and it is narrow: only where it is certain that the household has nothing, and only for
 * a reason that can pass. Never what was delivered, refused or is in doubt, nor what an operator took and never reported on.
 */
import type { DeliveryState } from './delivery-states.js';

/**
 * What has to be there for another try.
 * `same`: the reason may have passed by itself, so the same phone will do.
 * `other-phone`: the phone was the reason, so it takes one that was not tried.
 */
export type SecondTryNeeds = 'same' | 'other-phone';

/** One line of the table: deliveries of this state and reason may be tried again. */
export interface SecondTryRule {
  state: DeliveryState;
  /** `deliveries.reason`. */
  reason: string;
  needs: SecondTryNeeds;
}

/** Every pair that is not here stays as it is. `too-many-tries` is not: such a delivery has no reference left. */
export const SECOND_TRIES: readonly SecondTryRule[] = [
  // Nothing was sent, as there was nowhere to send it, or the household had had enough for the week.
  { state: 'skipped', reason: 'no-contact', needs: 'same' },
  { state: 'skipped', reason: 'frequency-cap', needs: 'same' },
  // The operator did not take it.
  { state: 'rejected', reason: 'unreachable', needs: 'same' },
  { state: 'rejected', reason: 'throttled', needs: 'same' },
  { state: 'rejected', reason: 'misconfigured', needs: 'same' },
  { state: 'rejected', reason: 'quota', needs: 'same' },
  { state: 'rejected', reason: 'night', needs: 'same' },
  { state: 'rejected', reason: 'bad-content', needs: 'same' },
  { state: 'rejected', reason: 'template-value', needs: 'same' },
  { state: 'rejected', reason: 'no-zalo-user', needs: 'same' },
  { state: 'rejected', reason: 'zalo-window', needs: 'same' },
  { state: 'rejected', reason: 'bad-recipient', needs: 'other-phone' },
  // The operator took it and said for good that it did not arrive: the phone may be on again.
  { state: 'undelivered', reason: 'undelivered', needs: 'same' },
  { state: 'undelivered', reason: 'expired', needs: 'same' },
];

/** States that a person's second try may lead out of: the list for a guarded update. */
export const SECOND_TRY_STATES: readonly DeliveryState[] = [
  ...new Set(SECOND_TRIES.map(({ state }) => state)),
];

/**
 * How each try before must have ended. Anything else may have reached the household, or still may: accepted and not
 * reported on, expired, in doubt, delivered.
 */
export const CERTAINLY_NOT_REACHED = ['failed', 'rejected', 'undelivered'] as const;

/** What another try of a delivery takes, or null where there is none. */
export function secondTryNeeds(
  state: DeliveryState,
  reason: string | null,
  outcomes: readonly string[],
): SecondTryNeeds | null {
  const isCertain = outcomes.every((outcome) =>
    (CERTAINLY_NOT_REACHED as readonly string[]).includes(outcome),
  );
  if (!isCertain) return null;
  return SECOND_TRIES.find((rule) => rule.state === state && rule.reason === reason)?.needs ?? null;
}
