import { GatewayError } from '../gateway/gateway-error.js';
import { effectOf, backoffMs, type GatewayErrorKind } from '../domain/retry.js';
import { MAX_ATTEMPT } from '../domain/reference.js';
import type { WayOn } from './ladder.repository.js';
import type { TryResult } from './tries.repository.js';

/** The part of a try's result that the operator's answer decides. */
export type Verdict = Pick<
  TryResult,
  'state' | 'reason' | 'notBefore' | 'outcome' | 'errorKind' | 'code' | 'isRefusal'
> & {
  /** Milliseconds for which nothing of the account shall leave. */
  holdMs: number;
  /** Failed for good here; another phone of the household, or another rung, may do. */
  wayOn: WayOn | null;
};

const BACKOFF = { baseMs: 1_000, maxMs: 5 * 60_000 };

interface Circumstances {
  attempt: number;
  now: Date;
  /** When the hours open next, for an operator that does not send at night. */
  nextOpening: Date | null;
  /** Rounds of failures of this account in a row, this one included. */
  failuresInARow: number;
  /** From [0, 1). */
  random: number;
}

/** What an error of the operator makes of a try, DESIGN §5.7. Pure: time and chance are arguments. */
export function verdictOn(error: unknown, circumstances: Circumstances): Verdict {
  const kind: GatewayErrorKind = error instanceof GatewayError ? error.kind : 'unclear';
  const code = error instanceof GatewayError ? (error.code ?? null) : null;
  const { attempt, now, random } = circumstances;
  const verdict: Verdict = {
    state: 'planned',
    reason: (error instanceof GatewayError ? error.ownReason : undefined) ?? kind,
    notBefore: null,
    outcome: 'failed',
    errorKind: kind,
    code,
    holdMs: 0,
    wayOn: null,
    isRefusal: false,
  };
  const later = (ms: number) => new Date(now.getTime() + ms);
  switch (effectOf(kind)) {
    case 'in-doubt':
      return { ...verdict, state: 'in_doubt', outcome: 'in_doubt' };
    case 'reject':
      return { ...verdict, state: 'rejected', outcome: 'rejected', wayOn: 'rung' };
    case 'next-contact':
      return { ...verdict, state: 'rejected', outcome: 'rejected', wayOn: 'contact' };
    case 'refuse':
      return { ...verdict, state: 'rejected', outcome: 'rejected', isRefusal: true, wayOn: 'contact' };
    case 'hold-gateway':
      return { ...verdict, notBefore: now };
    case 'wait-for-hours': {
      const opening = circumstances.nextOpening ?? later(BACKOFF.maxMs);
      // An operator that says until when it does not send knows better than our hours.
      const asked = later(error instanceof GatewayError ? (error.retryAfterMs ?? 0) : 0);
      return { ...verdict, notBefore: asked > opening ? asked : opening };
    }
    case 'retry': {
      if (attempt >= MAX_ATTEMPT)
        return { ...verdict, state: 'rejected', outcome: 'rejected', reason: 'too-many-tries' };
      const asked = error instanceof GatewayError ? (error.retryAfterMs ?? 0) : 0;
      const wait = Math.max(asked, backoffMs(attempt, random, BACKOFF));
      const holdMs = Math.max(
        asked,
        backoffMs(circumstances.failuresInARow, random, { baseMs: 250, maxMs: 60_000 }),
      );
      return { ...verdict, notBefore: later(wait), holdMs };
    }
  }
}
