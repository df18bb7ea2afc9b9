import { z } from 'zod';
import { DELIVERY_STATES } from '../domain/delivery-states.js';
import { Id, PageQuery } from '../platform/http/page.js';

export const DeliveriesQuery = PageQuery.extend({
  state: z.enum(DELIVERY_STATES).optional(),
  areaId: Id.optional().describe('This area and everything below it'),
});
export type DeliveriesFilter = z.output<typeof DeliveriesQuery>;

const Time = z.string().nullable();

export const AttemptSchema = z.object({
  attempt: z.number().int(),
  channel: z.string(),
  phone: z.string(),
  gatewayId: Id,
  reference: z.string().describe('What the operator knows this try by'),
  operatorId: z.string().nullable(),
  outcome: z.string().describe('sending while the try is under way'),
  code: z.string().nullable(),
  parts: z.number().int().nullable(),
  costVnd: z.number().int().nullable(),
  sentAt: Time,
  settledAt: Time,
});

export const DeliverySchema = z.object({
  id: Id,
  householdId: Id,
  headName: z.string(),
  areaId: Id,
  state: z.enum(DELIVERY_STATES),
  reason: z.string().nullable(),
  reasonLabel: z.string().nullable().describe('The reason in Vietnamese'),
  attempts: z.array(AttemptSchema),
});
export const HouseholdDeliverySchema = DeliverySchema.extend({
  campaignId: Id,
  campaignTitle: z.string(),
});
export type HouseholdDelivery = z.output<typeof HouseholdDeliverySchema>;

export const DoubtsSchema = z.object({
  inDoubt: z.number().int().nonnegative(),
  sentence: z.string().nullable().describe('How many and why, in Vietnamese; null where nothing is in doubt'),
  reasons: z.array(
    z.object({ reason: z.string(), label: z.string(), count: z.number().int().nonnegative() }),
  ),
});

export type DeliveryView = z.output<typeof DeliverySchema>;
