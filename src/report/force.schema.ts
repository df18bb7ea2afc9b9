import { z } from 'zod';
import { Id } from '../platform/http/page.js';

/** `2026-10`, in Vietnam's calendar. */
const Month = z
  .string()
  .regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/, { error: 'phải có dạng năm-tháng, ví dụ 2026-10' });

export const ForceQuery = z.strictObject({
  month: Month.optional().describe('`2026-10`; without it, the month that runs'),
});
export type ForceQuery = z.output<typeof ForceQuery>;

const count = z.int().nonnegative();

export const ForceActivitySchema = z
  .object({
    month: z.string(),
    items: z.array(
      z.object({
        id: Id,
        fullName: z.string(),
        areaName: z.string(),
        isActive: z.boolean(),
        areas: count.describe('In charge of, or standing in for, in that month'),
        households: count.describe('That live there today'),
        campaigns: count.describe('That they wrote in, and that started in the month'),
        reached: z
          .int()
          .describe('Deliveries that arrived there, of all campaigns that started in the month'),
        repliesAnswered: count,
      }),
    ),
  })
  .meta({ id: 'ForceActivity' });
export type ForceActivity = z.output<typeof ForceActivitySchema>;
