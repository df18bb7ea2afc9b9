import { z } from 'zod';
import { CAMPAIGN_STATES } from '../domain/campaign-states.js';
import { DELIVERY_STATES } from '../domain/delivery-states.js';
import { HoursSchema } from '../platform/http/hours.schema.js';
import { Id } from '../platform/http/page.js';

/** One rung of a campaign's ladder. */
export const StepSchema = z
  .strictObject({
    channel: z.enum(['sms', 'zalo']),
    gatewayId: Id,
    text: z
      .string({ error: 'hãy viết nội dung tin nhắn' })
      .trim()
      .min(1, { error: 'hãy viết nội dung tin nhắn' })
      .max(2000, { error: 'nội dung dài quá 2.000 ký tự' })
      .optional(),
    templateId: z
      .string()
      .regex(/^[\w-]{1,64}$/, { error: 'mã mẫu tin không hợp lệ' })
      .optional()
      .describe('Instead of a text: a template that the operator has approved'),
    templateData: z
      .record(z.string().regex(/^\w{1,64}$/), z.string().max(2000))
      .refine((data) => Object.keys(data).length <= 50, { error: 'nhiều nhất 50 giá trị' })
      .optional()
      .describe('Its values by name; placeholders such as {chủ hộ} may stand in them'),
    whenQuotaEnds: z
      .enum(['next', 'wait'])
      .optional()
      .describe('What follows when the account may send no more today: the next step (default), or tomorrow'),
    unaccented: z
      .boolean()
      .default(false)
      .describe('Send without diacritics: longer parts, so a lower price'),
    deadlineMinutes: z
      .number()
      .int()
      .min(1)
      .max(14 * 24 * 60)
      .optional()
      .describe(
        'Without a receipt after so long the next step is tried; absent: only when this one has failed for good',
      ),
  })
  .superRefine((step, context) => {
    if (step.templateId === undefined && step.text === undefined)
      context.addIssue({ code: 'custom', path: ['text'], message: 'hãy viết nội dung tin nhắn' });
    if (step.templateId !== undefined && step.text !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['text'],
        message: 'mẫu tin đã duyệt không đi cùng nội dung tự viết',
      });
    if (step.templateId === undefined && step.templateData !== undefined)
      context.addIssue({ code: 'custom', path: ['templateData'], message: 'hãy chọn mẫu tin trước' });
  });

const FIELDS = {
  title: z
    .string()
    .trim()
    .min(1, { error: 'hãy đặt tên đợt tuyên truyền' })
    .max(200, { error: 'tên dài quá 200 ký tự' }),
  audience: z.strictObject({
    areaIds: z.array(Id).min(1, { error: 'hãy chọn ít nhất một địa bàn' }).max(5000),
    groupIds: z.array(Id).max(50).optional().describe('Only households of one of these groups'),
    exclude: z
      .strictObject({
        reachedByCampaignId: Id.optional().describe('Leave out whom this campaign has reached'),
        reachedWithinDays: z
          .int()
          .min(1)
          .max(365)
          .optional()
          .describe('Leave out whom any campaign has reached in so many days'),
        groupIds: z.array(Id).max(50).optional().describe('Leave out the households of these groups'),
      })
      .optional(),
  }),
  perHousehold: z.enum(['one', 'all']).describe('One message per household, or one per phone'),
  steps: z
    .array(StepSchema)
    .min(1, { error: 'hãy chọn ít nhất một cách gửi' })
    .max(4, { error: 'nhiều nhất 4 bước' }),
  startAt: z.iso.datetime({ offset: true, error: 'phải là thời điểm ISO 8601 có múi giờ' }).nullish(),
  hours: HoursSchema.nullish(),
  costLimitVnd: z
    .int({ error: 'phải là số nguyên đồng' })
    .min(0, { error: 'không được âm' })
    .max(1_000_000_000_000, { error: 'số tiền quá lớn' })
    .nullish()
    .describe('Sending stops by itself once so much is spent'),
  ignoreHolidays: z.boolean().describe('Goes out on holidays too (GET /holidays)'),
  isUrgent: z.boolean().describe('May pass the frequency cap, with a word of the approver'),
  fullText: z
    .string()
    .trim()
    .max(20_000, { error: 'toàn văn dài quá 20.000 ký tự' })
    .nullish()
    .describe('What the page behind {liên kết} shows; absent or empty: the message itself'),
};

export const CampaignBody = z.strictObject({
  ...FIELDS,
  perHousehold: FIELDS.perHousehold.default('one'),
  isUrgent: FIELDS.isUrgent.default(false),
  ignoreHolidays: FIELDS.ignoreHolidays.default(false),
});
export type CampaignInput = z.output<typeof CampaignBody>;

/** Without the defaults: what a change does not name stays as it is. */
export const CampaignPatch = z
  .strictObject(FIELDS)
  .partial()
  .extend({
    version: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('The version that was edited; 409 when it has changed since'),
  });
export type CampaignChange = z.output<typeof CampaignPatch>;

export const SeenVersion = z
  .number()
  .int()
  .positive()
  .optional()
  .describe('The version that was looked at; 409 when it has changed since');

export const RejectBody = z.strictObject({
  reason: z.string().trim().min(1, { error: 'hãy ghi lý do trả lại' }).max(1000),
  version: SeenVersion,
});

export const ApproveBody = z
  .strictObject({
    word: z.string().trim().min(1, { error: 'hãy ghi lý do' }).max(1000).optional(),
    version: SeenVersion,
  })
  .default({});

export const ConfirmBody = z
  .strictObject({
    startAt: z.iso
      .datetime({ offset: true, error: 'phải là thời điểm ISO 8601 có múi giờ' })
      .optional()
      .describe('Absent: now'),
  })
  .default({});

export const CampaignParams = z.object({ id: Id });

const count = z.number().int().nonnegative();

export const AccountSchema = z.object({
  audience: count,
  planned: count,
  sending: count,
  accepted: count,
  delivered: count,
  undelivered: count,
  expired: count,
  rejected: count,
  skipped: count,
  cancelled: count,
  inDoubt: count,
});

export const CampaignState = z.object({ id: Id, state: z.enum(CAMPAIGN_STATES) });

const ShownAudience = z.object({
  areaIds: z.array(Id),
  groupIds: z.array(Id).optional(),
  exclude: z
    .object({
      reachedByCampaignId: Id.optional(),
      reachedWithinDays: z.number().int().optional(),
      groupIds: z.array(Id).optional(),
    })
    .optional(),
});

const ShownSteps = z.array(
  z.object({
    channel: z.string(),
    gatewayId: Id,
    text: z.string().optional(),
    templateId: z.string().optional(),
    templateData: z.record(z.string(), z.string()).optional(),
    whenQuotaEnds: z.enum(['next', 'wait']).optional(),
    unaccented: z.boolean().optional(),
    deadlineMinutes: z.number().int().optional(),
  }),
);

export const CampaignSchema = CampaignState.extend({
  title: z.string(),
  audience: ShownAudience,
  perHousehold: z.enum(['one', 'all']),
  steps: ShownSteps,
  startAt: z.string().nullable(),
  hours: HoursSchema.nullable(),
  ignoreHolidays: z.boolean(),
  needsConfirmation: z
    .boolean()
    .describe('Its hours passed while nothing ran: it waits for `POST …/confirm`'),
  isUrgent: z.boolean(),
  costLimitVnd: z.int().nullable(),
  pauseReason: z
    .enum(['cost-limit', 'budget'])
    .nullable()
    .describe('Why it stopped by itself: its price limit, or the budget of its areas'),
  fullText: z.string().nullable().describe('What the page behind {liên kết} shows; null: the message itself'),
  createdBy: z.string().nullable(),
  submittedAt: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  approvalWord: z.string().nullable(),
  rejectedReason: z.string().nullable(),
  previousSubmission: z
    .object({
      title: z.string(),
      audience: ShownAudience,
      steps: ShownSteps,
      startAt: z.string().nullable(),
      hours: HoursSchema.nullable(),
      perHousehold: z.enum(['one', 'all']),
      isUrgent: z.boolean(),
      fullText: z.string().nullish(),
    })
    .nullable()
    .describe('What was handed in the time before, for an approver to compare; null the first time'),
  startedAt: z.string().nullable(),
  plannedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  version: z.number().int(),
  account: AccountSchema,
  ratePerSecond: z
    .number()
    .nullable()
    .describe('Messages per second over the last half minute; null when nothing moves'),
  finishesAt: z.string().nullable().describe('When the rest will have left at that rate'),
});

/** The data of a `progress` event. */
export const ProgressSchema = CampaignSchema.pick({
  id: true,
  state: true,
  account: true,
  ratePerSecond: true,
  finishesAt: true,
});

export const CampaignListItem = CampaignSchema.omit({
  steps: true,
  hours: true,
  fullText: true,
  previousSubmission: true,
  ratePerSecond: true,
  finishesAt: true,
});

export const PreviewSchema = z.object({
  households: count.describe('Households of the audience'),
  deliveries: count.describe('Messages that would leave'),
  skipped: z.array(z.object({ reason: z.string(), label: z.string(), count })),
  leftOut: z
    .array(z.object({ reason: z.string(), label: z.string(), count }))
    .describe('Households of the areas and groups that the exclusions keep out of the audience'),
  parts: count,
  costVnd: count,
  steps: z
    .array(
      z.object({
        channel: z.enum(['sms', 'zalo']),
        gatewayId: Id,
        messages: count.describe('Households that it would be tried for at most'),
        parts: count,
        costVnd: count,
      }),
    )
    .describe(
      'The first step costs what stands above; a later one this much at most, if every one before it fails',
    ),
  samples: z.array(z.object({ householdId: Id, phone: z.string(), text: z.string(), parts: count })),
  longest: z
    .object({ householdId: Id, headName: z.string(), text: z.string(), parts: count })
    .nullable()
    .describe(
      'The longest message with its diacritics, and its parts as it would leave; null where none would',
    ),
  variants: z
    .object({
      accented: z.object({ parts: count, units: count }),
      unaccented: z.object({ parts: count, units: count }),
    })
    .describe('The longest message of the audience, with and without diacritics'),
});
export type Preview = z.output<typeof PreviewSchema>;

/** The message of one household, as it would leave. */
export const MessageSchema = z.object({
  householdId: Id,
  headName: z.string(),
  areaName: z.string(),
  phone: z.string().nullable().describe('The first phone that it would go to'),
  skipReason: z.string().nullable(),
  skipReasonLabel: z.string().nullable(),
  text: z.string(),
  parts: count,
});
export type Message = z.output<typeof MessageSchema>;

export const AccountByArea = z.array(z.object({ areaId: Id, areaName: z.string(), account: AccountSchema }));

export const DeliveryStateSchema = z.enum(DELIVERY_STATES);

/** What changed since a campaign was last released. */
export const ContentChanges = z.object({
  isReleasedBefore: z.boolean(),
  items: z.array(
    z.object({
      field: z.string().describe('`steps.0.text`, `audience.areaIds.1`'),
      before: z.unknown().describe('Null where it was not there'),
      after: z.unknown().describe('Null where it is gone'),
    }),
  ),
});
