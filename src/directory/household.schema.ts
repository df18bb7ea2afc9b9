import { z } from 'zod';
import { Id, PageQuery, pageOf } from '../platform/http/page.js';
import { cleanField, requiredField } from './area.schema.js';

export const ContactSchema = z.object({
  id: Id,
  phone: z.string().describe('E.164; masked (`0912 *** 678`) for roles that need no numbers'),
  name: z.string().nullable(),
  relation: z.string().nullable(),
  language: z.string().nullable().describe('BCP 47, where it is not Vietnamese: `km`, `hmn`'),
  channel: z.enum(['sms', 'zalo']).nullable().describe('The channel that its owner asked for'),
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

export const HouseholdFilterQuery = z.object({
  areaId: Id.optional().describe('Only households of this area and everything below it'),
  groupId: Id.optional().describe('Only members of this group'),
  q: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Beginnings of words of a name, an address, a code or an area, or figures of a phone; without accents',
    ),
  reach: z
    .enum(['sms', 'zalo', 'none'])
    .optional()
    .describe('A phone of it has not refused this channel; `none`: no phone that may be written to'),
  refused: z.stringbool().optional().describe('One of its phones has refused a channel'),
  neverReached: z.stringbool().optional().describe('No message has ever reached it'),
  missingPhone: z.stringbool().optional(),
});
export type HouseholdFilterQuery = z.output<typeof HouseholdFilterQuery>;

export const HouseholdQuery = PageQuery.extend(HouseholdFilterQuery.shape);
export type HouseholdListQuery = z.output<typeof HouseholdQuery>;

export const HouseholdCountSchema = z.object({
  households: z.number().int().nonnegative(),
  kind: z
    .enum(['exact', 'at-least', 'estimate'])
    .describe('`at-least`: there are more than this; `estimate`: worked out from a sample'),
});
export type HouseholdCount = z.output<typeof HouseholdCountSchema>;

/** What the list is narrowed by, for a file of it. */
export const HouseholdExportQuery = HouseholdFilterQuery;
export type HouseholdExportQuery = HouseholdFilterQuery;

const ContactInput = z.strictObject({
  phone: z.string().max(60).describe('As people write it: `0912 345 678`, `+84912345678`'),
  name: cleanField(200).nullish(),
  relation: cleanField(100).nullish(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'phải là mã ngôn ngữ, như km hoặc hmn' })
    .max(35)
    .nullish()
    .describe('BCP 47, where it is not Vietnamese; what is left out stays as it was'),
  channel: z
    .enum(['sms', 'zalo'])
    .nullish()
    .describe('The channel that its owner asked for; what is left out stays as it was'),
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
  evenIfAlike: z
    .boolean()
    .default(false)
    .describe('Enter it though the area has a household of this name, with this address or phone'),
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

export const RemoveHouseholdQuery = z.object({
  version: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('The version that was looked at; 409 when it has changed since'),
});

export const MergeBody = z.strictObject({
  householdId: Id.describe('The household that goes into this one'),
  version: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('The version of this household that was looked at'),
  otherVersion: z.number().int().positive().optional().describe('And of the other'),
});
export type Merge = z.output<typeof MergeBody>;

export const MergedSchema = z.object({ mergeId: Id, household: HouseholdSchema });

const HistoryMerge = z.object({
  id: Id,
  at: z.iso.datetime(),
  by: z.string(),
  mergedId: Id,
  mergedHeadName: z.string(),
  undoneAt: z.iso.datetime().nullable(),
});

/** What is known of a household beside what it is now. */
export const HouseholdHistorySchema = z.object({
  refusals: z.array(
    z.object({
      id: Id,
      phone: z.string(),
      channel: z.enum(['sms', 'zalo']),
      source: z.string(),
      note: z.string().nullable(),
      createdAt: z.iso.datetime(),
      liftedAt: z.iso.datetime().nullable(),
    }),
  ),
  consents: z.array(
    z.object({
      id: Id.nullable().describe('Null for what its import declared'),
      phone: z.string().nullable().describe('Null: every phone of the household'),
      basis: z.enum(['form', 'sms', 'web', 'import', 'official-duty']),
      evidence: z.string().nullable(),
      givenOn: z.iso.date(),
      withdrawnAt: z.iso.datetime().nullable(),
    }),
  ),
  changes: z.array(
    z.object({ at: z.iso.datetime(), by: z.string(), action: z.string(), fields: z.array(z.string()) }),
  ),
  merges: z.array(HistoryMerge),
  groups: z.array(z.object({ id: Id, name: z.string() })),
  import: z
    .object({ id: Id, fileName: z.string(), by: z.string().nullable(), at: z.iso.datetime() })
    .nullable()
    .describe('The list it came from; null for one that was entered by hand'),
});
export type HouseholdHistory = z.output<typeof HouseholdHistorySchema>;

export const HouseholdParams = z.object({ id: Id });
