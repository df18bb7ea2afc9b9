import { z } from 'zod';
import { Id } from '../platform/http/page.js';

const count = z.int().nonnegative();

export const AreaCountsSchema = z.object({
  items: z
    .array(
      z.object({
        areaId: Id,
        households: count,
        reachable: count.describe('With a number that may get an SMS'),
        zalo: count.describe('With a number that has not refused Zalo'),
        refused: count.describe('With a number that refused SMS or Zalo'),
        missingPhone: count.describe('Without any number'),
        neverReached: count.describe('To whom nothing was delivered or handed over yet'),
      }),
    )
    .describe(
      'The households of each area itself, without the areas below it; areas without any are left out',
    ),
});
export type AreaCounts = z.output<typeof AreaCountsSchema>;
