import { z } from 'zod';
import { SECOND_TRIES } from '../domain/second-try.js';

/** `no-contact`, `quota` …: the reasons that may have passed. */
const REASONS = [...new Set(SECOND_TRIES.map(({ reason }) => reason))];

export const RetryBody = z.strictObject({
  reasons: z
    .array(z.enum(REASONS, { error: `lý do là một trong: ${REASONS.join(', ')}` }))
    .min(1, { error: 'hãy chọn ít nhất một lý do' })
    .max(REASONS.length)
    .optional()
    .describe(
      'Only households that were not reached for one of these reasons; without it, all that may be tried',
    ),
});
export type RetryInput = z.output<typeof RetryBody>;

export const RetryOffer = z.object({
  households: z.int().nonnegative(),
  reasons: z.array(z.object({ reason: z.string(), reasonLabel: z.string(), households: z.int().positive() })),
});
export type RetryOffer = z.output<typeof RetryOffer>;

export const Retried = z.object({ households: z.int().nonnegative() });
