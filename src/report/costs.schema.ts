import { z } from 'zod';
import { Id } from '../platform/http/page.js';

const count = z.int().nonnegative();

export const CampaignCostsSchema = z
  .object({
    steps: z
      .array(
        z.object({
          step: count.describe('From 0'),
          channel: z.enum(['sms', 'zalo']),
          gatewayId: Id,
          gatewayName: z.string().nullable(),
          tries: count,
          parts: count,
          costVnd: count,
          delivered: count.describe('Households that one of these tries reached'),
        }),
      )
      .describe('What left, by step and account'),
    costVnd: count,
  })
  .meta({ id: 'CampaignCosts' });
export type CampaignCosts = z.output<typeof CampaignCostsSchema>;
