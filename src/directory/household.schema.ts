import { z } from 'zod';
import { Id, PageQuery, pageOf } from '../platform/http/page.js';
import { cleanField, requiredField } from './area.schema.js';

export const ContactSchema = z.object({
  id: Id,
  phone: z.string().describe('E.164; masked (`0912 *** 678`) for roles that need no numbers'),
  name: z.string().nullable(),
  relation: z.string().nullable(),
  refused: z.array(z.enum(['sms', 'zalo'])).describe('Channels on which this number has refused messages'),
});

export const HouseholdSchema = z
  .object({
    id: Id,
    areaId: Id,
    areaName: z.string(),
    code: z.string().nullable(),
    headName: z.string(),
    address: z.string().nullable(),
    note: z.string().nullable(),
    contacts: z.array(ContactSchema),
    version: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Household' });
export type HouseholdView = z.output<typeof HouseholdSchema>;

export const HouseholdPage = pageOf(HouseholdSchema);

export const HouseholdQuery = PageQuery.extend({
  areaId: Id.optional().describe('Only households of this area and everything below it'),
  q: z
    .string()
    .max(200)
    .optional()
    .describe('Part of a name, an address, a code or a phone number; accents do not matter'),
});
export type HouseholdQuery = z.output<typeof HouseholdQuery>;

export const HouseholdExportQuery = HouseholdQuery.pick({ areaId: true, q: true });
export type HouseholdExportQuery = z.output<typeof HouseholdExportQuery>;

const ContactInput = z.strictObject({
  phone: z.string().max(60).describe('As people write it: `0912 345 678`, `+84912345678`'),
  name: cleanField(200).nullish(),
  relation: cleanField(100).nullish(),
});
export type ContactInput = z.output<typeof ContactInput>;

/** Twenty phones are more than any household has; the bound keeps a request small. */
const Contacts = z.array(ContactInput).max(20);

export const CreateHouseholdBody = z.strictObject({
  areaId: Id,
  headName: requiredField(200),
  address: cleanField(500).nullish(),
  code: cleanField(50).nullish(),
  note: cleanField(1000).nullish(),
  contacts: Contacts.default([]),
});
export type CreateHousehold = z.output<typeof CreateHouseholdBody>;

export const ChangeHouseholdBody = z.strictObject({
  areaId: Id.optional(),
  headName: requiredField(200).optional(),
  address: cleanField(500).nullable().optional(),
  code: cleanField(50).nullable().optional(),
  note: cleanField(1000).nullable().optional(),
  contacts: Contacts.optional().describe('The whole list: what is not in it is removed'),
  version: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('The version that was edited; 409 when it has changed since'),
});
export type ChangeHousehold = z.output<typeof ChangeHouseholdBody>;

export const HouseholdParams = z.object({ id: Id });
