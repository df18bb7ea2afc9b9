import { z } from 'zod';
import { CHANNELS } from '../../directory/refusal.schema.js';
import { requiredField, cleanField } from '../../directory/area.schema.js';
import { Id, PageQuery, pageOf } from '../../platform/http/page.js';

export const REPLY_STATES = ['open', 'answered', 'closed'] as const;

/** A single message of ours to a household, as the thread and an answer show it. */
export const OutboxMessageSchema = z
  .object({
    id: Id,
    kind: z.enum(['confirmation', 'answer']),
    state: z.enum([
      'waiting',
      'sending',
      'accepted',
      'delivered',
      'undelivered',
      'expired',
      'rejected',
      'in_doubt',
      'skipped',
    ]),
    reason: z.string().nullable(),
    phone: z.string(),
    text: z.string(),
    parts: z.int(),
    costVnd: z.int(),
    createdBy: z.string().nullable().describe('`user:3`; null: by itself'),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    settledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OutboxMessage' });
export type OutboxMessageView = z.output<typeof OutboxMessageSchema>;

export const ReplySchema = z
  .object({
    id: Id,
    householdId: Id.nullable().describe('Null: no household has this number'),
    headName: z.string().nullable(),
    areaId: Id.nullable(),
    areaName: z.string().nullable(),
    phone: z.string().describe('E.164; as the operator wrote it where it is no mobile number'),
    channel: z.enum(CHANNELS),
    gatewayId: Id,
    text: z.string(),
    receivedAt: z.iso.datetime(),
    campaign: z
      .object({ id: Id, title: z.string() })
      .nullable()
      .describe('What it answers: the last message to this number before it'),
    intent: z
      .enum(['refusal', 'resubscribe', 'person'])
      .describe(
        '`refusal` has been dealt with, `resubscribe` too unless it `needsPerson`; `person` is for a person to read',
      ),
    needsPerson: z
      .boolean()
      .describe(
        'Also of a `resubscribe` that lifts nothing: the number never refused, or an official or the operator entered it',
      ),
    mentionsRefusal: z.boolean().describe('A longer text that says somewhere that messages are not wanted'),
    state: z.enum(REPLY_STATES),
    assignedTo: z.object({ id: Id, displayName: z.string() }).nullable(),
    dueAt: z.iso.datetime().nullable().describe('By when it should be answered; null where nobody has to'),
    answeredAt: z.iso.datetime().nullable(),
    answeredInTime: z
      .boolean()
      .nullable()
      .describe('Null while there is still time, and where nobody has to answer'),
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Reply' });
export type ReplyView = z.output<typeof ReplySchema>;

export const ReplyPage = pageOf(ReplySchema);

export const ReplyQuery = PageQuery.extend({
  areaId: Id.optional().describe('Replies of households below this area'),
  campaignId: Id.optional(),
  householdId: Id.optional(),
  state: z.enum(REPLY_STATES).optional(),
  assignedTo: Id.optional(),
  unassigned: z.stringbool().default(false),
  unknown: z
    .stringbool()
    .default(false)
    .describe('Only those of numbers that no household has; else only the others'),
});
export type ReplyQuery = z.output<typeof ReplyQuery>;

export const ReplyParams = z.object({ id: Id });

export const AssignReplyBody = z.strictObject({ userId: Id.nullable().describe('Null: nobody') });

export const AssigneeList = z.object({
  items: z.array(z.object({ id: Id, displayName: z.string() })),
});

export const AnswerReplyBody = z.strictObject({
  text: z
    .string({ error: 'hãy viết câu trả lời' })
    .trim()
    .min(1, { error: 'hãy viết câu trả lời' })
    .max(1_000, { error: 'câu trả lời dài quá 1.000 ký tự' }),
  unaccented: z.boolean().default(false).describe('Send without diacritics: longer parts, so a lower price'),
  gatewayId: Id.optional().describe(
    'Another account of the same channel; absent: the one that the reply came by',
  ),
});
export type AnswerReply = z.output<typeof AnswerReplyBody>;

export const CannedAnswerSchema = z
  .object({
    id: Id,
    areaId: Id.nullable().describe('Whose it is; null: everybody’s'),
    title: z.string(),
    text: z.string(),
    lawReference: z.string().nullable(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'CannedAnswer' });
export type CannedAnswerView = z.output<typeof CannedAnswerSchema>;

export const CannedAnswerPage = pageOf(CannedAnswerSchema);

const CANNED = {
  title: requiredField(200).describe('What it is about'),
  text: z.string().trim().min(1, { error: 'hãy viết câu trả lời' }).max(1_000),
  lawReference: cleanField(300).nullable().describe('The article it rests on'),
};
export const CannedAnswerBody = z.strictObject({
  ...CANNED,
  areaId: Id.nullable()
    .optional()
    .describe(
      'Whose it shall be; absent: the one area of the caller, or everybody’s where that is every area',
    ),
  lawReference: CANNED.lawReference.default(null),
});
export type CannedAnswer = z.output<typeof CannedAnswerBody>;
export const CannedAnswerPatch = z.strictObject(CANNED).partial();
export type CannedAnswerChange = z.output<typeof CannedAnswerPatch>;

/** One thing that was said between the commune and a household; exactly one of the three is set. */
export const ThreadEntrySchema = z
  .object({
    at: z.iso.datetime(),
    message: z
      .object({
        deliveryId: Id,
        campaignId: Id,
        title: z.string(),
        channel: z.enum(CHANNELS),
        phone: z.string(),
        state: z.string().describe('Of the delivery'),
        text: z.string().nullable().describe('Null where it can no longer be made out'),
      })
      .nullable()
      .describe('A message of a campaign'),
    reply: ReplySchema.nullable(),
    single: OutboxMessageSchema.nullable().describe('An answer, or a confirmation'),
  })
  .meta({ id: 'ThreadEntry' });
export type ThreadEntry = z.output<typeof ThreadEntrySchema>;
export const ThreadPage = pageOf(ThreadEntrySchema);
