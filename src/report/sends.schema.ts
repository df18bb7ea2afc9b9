import { z } from 'zod';

const count = z.int().nonnegative();
const Channel = z.enum(['sms', 'zalo']);

/** The longest time that is asked for at once: what is read are tries, not counters. */
const MOST_DAYS = 92;

export const SendsQuery = z.object({
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(30).describe('Today and the days before it'),
});
export type SendsQuery = z.output<typeof SendsQuery>;

export const SendsSchema = z
  .object({
    days: z
      .array(z.object({ day: z.iso.date(), sms: count, zalo: count, delivered: count }))
      .describe('Every day of the time, oldest first: tries by channel, and those of them that arrived'),
    channels: z
      .array(
        z.object({
          channel: Channel,
          tries: count,
          parts: count,
          costVnd: count,
          households: count.describe('Households that one of these tries reached'),
        }),
      )
      .describe('Channels that were used'),
  })
  .meta({ id: 'Sends' });
export type Sends = z.output<typeof SendsSchema>;
