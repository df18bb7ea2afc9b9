import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { SeenVersion } from './campaign.schema.js';

export const ReleaseBody = z.strictObject({
  word: z.string().trim().min(1, { error: 'hãy ghi lý do phát khẩn' }).max(1000),
  version: SeenVersion,
});

export const ReviewBody = z
  .strictObject({
    isAgreed: z.boolean(),
    word: z.string().trim().min(1, { error: 'hãy ghi ý kiến' }).max(1000).optional(),
    releasedAt: z.iso
      .datetime({ offset: true, error: 'phải là thời điểm ISO 8601 có múi giờ' })
      .optional()
      .describe('The release that was looked at; 409 when it was taken back and released anew since'),
  })
  .refine(({ isAgreed, word }) => isAgreed || word !== undefined, {
    path: ['word'],
    error: 'không đồng ý thì hãy ghi lý do',
  });
export type Review = z.output<typeof ReviewBody>;

export const UrgentReleaseSchema = z
  .object({
    campaignId: Id,
    releasedBy: z.string(),
    releasedByName: z.string().nullable(),
    releasedAt: z.string(),
    word: z.string().nullable(),
    state: z
      .enum(['waiting', 'overdue', 'agreed', 'objected'])
      .describe(
        '`waiting` for two approvers; `overdue` after a day: its author releases no other one meanwhile',
      ),
    reviews: z.array(
      z.object({
        userId: Id,
        name: z.string(),
        isAgreed: z.boolean(),
        word: z.string().nullable(),
        at: z.string(),
      }),
    ),
    mayReview: z.boolean().describe('Whether the caller is an approver whose word it still waits for'),
  })
  .meta({ id: 'UrgentRelease' });

export const MaybeUrgentRelease = z.object({
  release: UrgentReleaseSchema.nullable().describe('Null where it waits for, or had, an approver before'),
});
export type UrgentRelease = z.output<typeof UrgentReleaseSchema>;
