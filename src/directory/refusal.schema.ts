import { z } from 'zod';
import { Id, PageQuery, pageOf } from '../platform/http/page.js';
import { cleanField } from './area.schema.js';

export const CHANNELS = ['sms', 'zalo'] as const;

export const RefusalSchema = z
  .object({
    id: Id,
    phone: z.string().describe('E.164; masked for roles that need no numbers'),
    channel: z.enum(CHANNELS),
    source: z.enum(['household', 'official', 'gateway', 'import']).describe('Who said so'),
    note: z.string().nullable(),
    createdAt: z.iso.datetime(),
    liftedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Refusal' });
export type RefusalView = z.output<typeof RefusalSchema>;

export const RefusalPage = pageOf(RefusalSchema);

export const RefusalQuery = PageQuery.extend({
  phone: z.string().max(60).optional().describe('One number, in any spelling'),
  channel: z.enum(CHANNELS).optional(),
  lifted: z.stringbool().default(false).describe('Also those that were lifted'),
});
export type RefusalQuery = z.output<typeof RefusalQuery>;

export const CreateRefusalBody = z.strictObject({
  phone: z.string().max(60),
  channel: z.enum(CHANNELS).default('sms'),
  note: cleanField(500).nullish().describe('How the household said so'),
});
export type CreateRefusal = z.output<typeof CreateRefusalBody>;

export const RefusalParams = z.object({ id: Id });
