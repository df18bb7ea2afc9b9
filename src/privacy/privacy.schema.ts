import { z } from 'zod';
import { DATA_REQUEST_KINDS } from '../domain/data-request-deadlines.js';
import { cleanField, requiredField } from '../directory/area.schema.js';
import { Id, PageQuery, pageOf } from '../platform/http/page.js';

export const PrivacyParams = z.object({ id: Id });

const Basis = z
  .enum(['form', 'sms', 'web', 'import', 'official-duty'])
  .describe(
    'A signed form, an SMS, the web, a declaration with an import, or the duty of a state body under the law',
  );

export const ConsentSchema = z.object({
  id: Id,
  phone: z.string(),
  basis: Basis,
  evidence: z.string().nullable(),
  givenOn: z.iso.date(),
  withdrawnAt: z.iso.datetime().nullable(),
});
export type ConsentView = z.output<typeof ConsentSchema>;

export const ConsentBody = z.strictObject({
  phone: z.string().max(60).describe('Of a household of your areas'),
  basis: Basis,
  evidence: cleanField(500)
    .nullish()
    .describe('Where the proof is: the folder of forms, the text of the SMS'),
  givenOn: z.iso.date(),
});
export type NewConsent = z.output<typeof ConsentBody>;

export const DataRequestSchema = z
  .object({
    id: Id,
    areaId: Id,
    householdId: Id.nullable(),
    kind: z.enum(DATA_REQUEST_KINDS),
    requester: z.string(),
    how: z.string().nullable(),
    receivedOn: z.iso.date(),
    acknowledgeBy: z.iso.date(),
    dueOn: z.iso.date().describe('The extension counted in'),
    acknowledgedAt: z.iso.datetime().nullable(),
    extendedTo: z.iso.date().nullable(),
    extensionReason: z.string().nullable(),
    state: z.enum(['open', 'done', 'refused']),
    isOverdue: z.boolean(),
    outcome: z.string().nullable(),
    closedAt: z.iso.datetime().nullable(),
    closedBy: z.string().nullable(),
    version: z.number().int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'DataRequest' });
export type DataRequestView = z.output<typeof DataRequestSchema>;

export const DataRequestPage = pageOf(DataRequestSchema);
export const DataRequestQuery = PageQuery.extend({
  state: z.enum(['open', 'done', 'refused']).default('open'),
  householdId: Id.optional(),
});
export type DataRequestQuery = z.output<typeof DataRequestQuery>;

export const DataRequestBody = z.strictObject({
  areaId: Id.describe('The area whose office took it'),
  householdId: Id.nullish(),
  kind: z.enum(DATA_REQUEST_KINDS),
  requester: requiredField(200).describe('Who asks'),
  how: cleanField(500).nullish().describe('At the counter, by letter, by telephone'),
  receivedOn: z.iso.date(),
});
export type NewDataRequest = z.output<typeof DataRequestBody>;

export const ExtendBody = z.strictObject({ to: z.iso.date(), reason: requiredField(500) });
export type Extension = z.output<typeof ExtendBody>;

export const CloseBody = z.strictObject({
  state: z.enum(['done', 'refused']),
  outcome: requiredField(1000).describe('What was done, or why not'),
});
export type Closing = z.output<typeof CloseBody>;

export const ErasedSchema = z.object({
  deliveries: z.number().int(),
  replies: z.number().int(),
  singles: z.number().int(),
  importRows: z.number().int(),
});

const months = (least: number, what: string) => z.int().min(least).max(240).describe(what);

/** How long personal data is kept after its use; refusals and consents are kept for good, which the law asks (a year at least). */
export const RetentionSettings = z
  .strictObject({
    ledgerMonths: months(3, 'Names, addresses and numbers in the ledger, after a campaign was completed'),
    repliesMonths: months(3, 'Texts and numbers of replies and answers'),
    importRowsMonths: months(1, 'Rows of imported lists; an older import cannot be undone'),
    receiptsMonths: months(1, 'What operators said, once it was applied'),
  })
  .meta({ id: 'RetentionSettings' });
export type RetentionSettings = z.output<typeof RetentionSettings>;

export const RetentionView = RetentionSettings.extend({
  lastRun: z
    .object({
      night: z.iso.date(),
      finishedAt: z.iso.datetime().nullable(),
      cleared: z.record(z.string(), z.number()).nullable(),
    })
    .nullable(),
});
