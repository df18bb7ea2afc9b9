import { leavesDoubt, mayRepeat, repeatAt } from '../domain/doubt.js';
import type { TryResult } from './tries.repository.js';
import type { Verdict } from './try-outcome.js';

/** What a doubt is made of. */
export interface Tried {
  /** The request went out under a reference that the operator may have had before. */
  isRepeat: boolean;
  firstSent: Date;
  now: Date;
  idempotencyWindowSeconds: number;
  /** The longest that a request may be under way. */
  requestSeconds: number;
}

type Doubt = Pick<TryResult, 'state' | 'outcome' | 'reason' | 'notBefore' | 'isToRepeat'>;

/**
 * The doubt that a failed try leaves, or undefined where it leaves none. Inside the operator's idempotency window it is
 * to be repeated under its reference; a repeat whose request failed in a way that says nothing of the first one leaves
 * the doubt as it was. Pure.
 */
export function doubtLeftBy(
  { state, errorKind, notBefore }: Pick<Verdict, 'state' | 'errorKind' | 'notBefore'>,
  tried: Tried,
): Doubt | undefined {
  const isDoubt = state === 'in_doubt' || (tried.isRepeat && errorKind !== null && leavesDoubt(errorKind));
  if (!isDoubt) return undefined;
  const isToRepeat = canRepeat(tried);
  const at = repeatAt(tried.firstSent, tried.now, tried.isRepeat);
  return {
    state: 'in_doubt',
    outcome: 'in_doubt',
    reason: 'unclear',
    isToRepeat,
    notBefore: isToRepeat ? (notBefore && notBefore > at ? notBefore : at) : null,
  };
}

/** Whether the operator's promise still holds for a request that leaves now. */
export function canRepeat({ idempotencyWindowSeconds, firstSent, now, requestSeconds }: Tried): boolean {
  return mayRepeat(idempotencyWindowSeconds, firstSent, now, requestSeconds);
}
