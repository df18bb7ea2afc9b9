import { z } from 'zod';
import { CAMPAIGN_STATES } from '../domain/campaign-states.js';
import { Id } from '../platform/http/page.js';

/** What may wait for a person. */
export const WAITING_KINDS = [
  'approve',
  'sent-back',
  'missed-hour',
  'reply',
  'in-doubt',
  'review-release',
  'budget',
  'gateway-held',
  'import-ready',
  'rejected-rows',
] as const;

const count = z.int().nonnegative();

export const HomeSchema = z
  .object({
    waiting: z
      .array(
        z.object({
          kind: z.enum(WAITING_KINDS),
          id: Id.describe('Of the campaign, the reply, the budget, the gateway or the import'),
          name: z.string(),
          note: z.string().nullable().describe('A word that somebody left, or the text of a reply'),
          count: count.nullable().describe('Deliveries or rows that it is about'),
        }),
      )
      .describe('What waits for the caller, most pressing first'),
    running: z.array(z.object({ id: Id, title: z.string(), state: z.enum(CAMPAIGN_STATES) })),
    month: z
      .object({ campaigns: count, households: count, sent: count, delivered: count })
      .describe('Campaigns that started this month in the areas of the caller'),
    coverage: z
      .array(z.object({ areaId: Id, areaName: z.string(), audience: count, delivered: count }))
      .describe('Over the last 30 days, by area: where least arrived first'),
  })
  .meta({ id: 'Home' });
export type Home = z.output<typeof HomeSchema>;
