import { z } from 'zod';

/** An error answer (RFC 9457), for the OpenAPI document. */
export const ProblemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable and English; what a client switches on'),
  detail: z.string().describe('A Vietnamese sentence for people'),
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('Fields that cannot be used, each with a Vietnamese reason'),
  retryAfterSeconds: z.int().optional(),
});
