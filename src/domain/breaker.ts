/**
 * The circuit breaker of a gateway account: closed (messages leave), open (nothing leaves, the operator is asked from time
 * to time whether the account works), half-open (it says so: one message at a time, until one is taken).
 */
import { GATEWAY_ERRORS_VI } from './reason-labels.js';
import { backoffMs, type GatewayErrorKind } from './retry.js';

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** The errors that can stop an account: they say something of the account or its operator, not of one message. */
export const BREAKING_KINDS = ['unreachable', 'throttled', 'unclear', 'misconfigured', 'quota'] as const;
export type BreakingKind = (typeof BREAKING_KINDS)[number];

interface BreakerRule {
  /** Rounds of failures in a row that open it. A round is what failed at once: requests side by side count as one. */
  readonly opensAfter: number;
  /** And the failures must have gone on for so long. */
  readonly forMs: number;
  /** From so many rounds in a row on, a worker sends one message at a time until one is taken. */
  readonly carefulAfter: number;
}

/**
 * `unclear` is the most patient: a few households whose requests hang are no reason to stop the rest. `throttled` must
 * last: the operator answers, and asks for time.
 */
const RULES: Readonly<Record<BreakingKind, BreakerRule>> = {
  unreachable: { opensAfter: 5, forMs: 0, carefulAfter: 1 },
  throttled: { opensAfter: 5, forMs: 60_000, carefulAfter: 1 },
  unclear: { opensAfter: 8, forMs: 0, carefulAfter: 3 },
  misconfigured: { opensAfter: 1, forMs: 0, carefulAfter: 1 },
  quota: { opensAfter: 1, forMs: 0, carefulAfter: 1 },
};

/** Failures of one account in a row, as one worker has seen them. */
export interface FailureRun {
  rounds: number;
  /** How long they have gone on. */
  ms: number;
}

export function isBreaking(kind: GatewayErrorKind | null): kind is BreakingKind {
  return (BREAKING_KINDS as readonly (string | null)[]).includes(kind);
}

/** Whether an error of this kind at the end of such a run opens the breaker. */
export function opensBreaker(kind: BreakingKind, run: FailureRun): boolean {
  const { opensAfter, forMs } = RULES[kind];
  return run.rounds >= opensAfter && run.ms >= forMs;
}

/** Whether after such a run the account gets one message at a time. */
export function needsCare(kind: BreakingKind, run: FailureRun): boolean {
  return run.rounds >= RULES[kind].carefulAfter;
}

/** The longest wait between two probes, as a multiple of the first. */
const LONGEST = 40;

/**
 * Milliseconds until a stopped account is probed again: the wait doubles with every failed chance, up to forty times the
 * first.
 * @param tries chances since the account worked, from 1
 * @param random from [0, 1)
 */
export function probeAfterMs(tries: number, random: number, firstMs: number): number {
  return backoffMs(tries, random, { baseMs: firstMs, maxMs: firstMs * LONGEST });
}

/** Why the account is stopped, as its administrator reads it: one or two sentences, with the operator's short code. */
export function breakerSentence(
  state: Exclude<BreakerState, 'closed'>,
  reason: BreakingKind,
  code: string | null,
): string {
  const why = GATEWAY_ERRORS_VI[reason] + (code === null ? '' : ` (mã của nhà mạng: ${code})`);
  return state === 'open'
    ? `${why}. Hệ thống tự hỏi lại nhà mạng và sẽ gửi tiếp khi dùng được.`
    : `${why}. Nhà mạng vừa báo dùng được; đang gửi thử từng tin một.`;
}
