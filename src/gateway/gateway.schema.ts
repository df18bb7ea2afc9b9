import { z } from 'zod';
import { BREAKING_KINDS } from '../domain/breaker.js';
import { HoursSchema } from '../platform/http/hours.schema.js';
import { Id, pageOf } from '../platform/http/page.js';
import { GATEWAY_KINDS, type GatewayKind, kindEntry } from './gateway.registry.js';

const SecretName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, { error: 'tên khóa bí mật không hợp lệ' });
const Secret = z.string().min(1, { error: 'khóa bí mật không được để trống' }).max(4_096);

const Name = z
  .string()
  .trim()
  .min(1, { error: 'hãy đặt tên cho cổng' })
  .max(100, { error: 'tên dài quá 100 ký tự' });
const PartsPerSecond = z
  .number({ error: 'phải là một số' })
  .min(0.001, { error: 'ít nhất 0,001 phần tin mỗi giây (3,6 mỗi giờ)' })
  .max(100_000, { error: 'nhiều nhất 100.000 phần tin mỗi giây' })
  .describe('Parts per second that the operator allows, over all workers together');
const PricePerPart = z
  .int({ error: 'phải là số nguyên đồng' })
  .min(0, { error: 'giá không được âm' })
  .max(1_000_000)
  .describe('Price of one SMS part, in đồng');
const SharePercent = z
  .int({ error: 'phải là số nguyên' })
  .min(1, { error: 'ít nhất 1 %' })
  .max(100, { error: 'nhiều nhất 100 %' })
  .describe(
    'Of a hundred messages, how many the account sends itself; the rest goes through failoverGatewayId',
  );
const ReceiptHours = z
  .int({ error: 'phải là số giờ nguyên' })
  .min(1, { error: 'ít nhất 1 giờ' })
  .max(720, { error: 'nhiều nhất 720 giờ (30 ngày)' })
  .describe('Hours in which the operator reports; a message without a receipt by then counts as expired');
const ProcessingSeconds = z
  .int({ error: 'phải là số giây nguyên' })
  .min(0, { error: 'không được âm' })
  .max(86_400, { error: 'nhiều nhất 86.400 giây (1 ngày)' })
  .describe(
    'Seconds that the operator may sit on a request before it takes or drops it: how long a message in doubt waits until an operator that does not know it is believed',
  );

const AreaId = Id.nullish().describe(
  'Only campaigns within this area may use the account; without it, every campaign (where you administer everywhere)',
);

const shared = {
  name: Name,
  areaId: AreaId,
  secrets: z.record(SecretName, Secret).default({}).describe('Write-only: never returned'),
  partsPerSecond: PartsPerSecond,
  pricePerPartVnd: PricePerPart.default(0),
  hours: HoursSchema.nullish(),
  receiptHours: ReceiptHours.default(72),
  processingSeconds: ProcessingSeconds.default(900),
};

/** A kind that knows what is borne needs no rate. */
const rateOf = (kind: GatewayKind) => {
  const { partsPerSecond } = kindEntry(kind);
  return partsPerSecond === undefined ? PartsPerSecond : PartsPerSecond.default(partsPerSecond);
};

const bodyOfKind = (kind: GatewayKind) =>
  z.strictObject({
    kind: z.literal(kind),
    // Each kind's own schema; all of them make objects.
    config: kindEntry(kind).config as z.ZodType<Record<string, unknown>>,
    ...shared,
    partsPerSecond: rateOf(kind),
  });

export const CreateGatewayBody = z.discriminatedUnion(
  'kind',
  GATEWAY_KINDS.map(bodyOfKind) as [ReturnType<typeof bodyOfKind>],
  { error: `loại cổng là một trong: ${GATEWAY_KINDS.join(', ')}` },
);
export type CreateGateway = z.output<typeof CreateGatewayBody>;

export const GatewayPatch = z.strictObject({
  name: Name.optional(),
  areaId: AreaId,
  config: z.record(z.string(), z.unknown()).optional().describe('The whole configuration of its kind'),
  secrets: z
    .record(SecretName, Secret.nullable())
    .optional()
    .describe('Only the secrets to change; null removes one'),
  partsPerSecond: PartsPerSecond.optional(),
  pricePerPartVnd: PricePerPart.optional(),
  hours: HoursSchema.nullish(),
  receiptHours: ReceiptHours.optional(),
  processingSeconds: ProcessingSeconds.optional(),
  state: z
    .enum(['active', 'held', 'draining'])
    .optional()
    .describe(
      '`active` lets a held or stopped account send again at once; `held` lets nothing leave; `draining` finishes the campaigns that run and takes no new ones',
    ),
  failoverGatewayId: Id.nullish().describe(
    'Another account of the channel: sends what the errors of this one keep from leaving, and what its share leaves over',
  ),
  sharePercent: SharePercent.optional(),
  replacedById: Id.nullish().describe(
    'Another account of the channel that sends all that is still planned for this one',
  ),
  version: z
    .int()
    .positive()
    .optional()
    .describe('The version that was edited; 409 when it has changed since'),
});
export type GatewayChange = z.output<typeof GatewayPatch>;

export const GatewaySchema = z
  .object({
    id: Id,
    name: z.string(),
    areaId: Id.nullable().describe('Whose account it is; null: everybody’s'),
    kind: z.enum(GATEWAY_KINDS),
    channel: z.enum(['sms', 'zalo']),
    state: z.enum(['active', 'held', 'draining']),
    failoverGatewayId: Id.nullable(),
    sharePercent: z.int(),
    replacedById: Id.nullable(),
    heldReason: z.string().nullable().describe('Why nothing leaves through it: one or two sentences'),
    breaker: z
      .object({
        state: z.enum(['open', 'half-open']).describe('`half-open`: one message at a time tries it'),
        reason: z.enum(BREAKING_KINDS),
        code: z.string().nullable().describe("The operator's own word"),
        since: z.iso.datetime(),
        retryAt: z.iso.datetime().nullable().describe('When the operator is asked next'),
      })
      .nullable()
      .describe(
        'Set where its errors stopped the account; it goes on by itself when the operator works again',
      ),
    partsPerSecond: z.number(),
    pricePerPartVnd: z.int(),
    hours: HoursSchema.nullable(),
    receiptHours: z.int(),
    processingSeconds: z.int(),
    capabilities: z.object({
      idempotencyWindowSeconds: z.int(),
      statusQuery: z.boolean(),
      unknownMeansNotSent: z.boolean(),
      receipts: z.enum(['push', 'poll', 'none']),
      inbound: z.boolean(),
      batch: z.int(),
      statusById: z.boolean().optional(),
      statusWindowSeconds: z.int().optional().describe('For how long the operator can be asked'),
      dailyQuota: z.boolean().optional().describe('The operator lets only so many messages out a day'),
      templates: z
        .enum(['only', 'also'])
        .optional()
        .describe('It sends templates that the operator approved'),
    }),
    config: z.record(z.string(), z.unknown()).nullable().describe('Null for whoever may not change gateways'),
    secretNames: z.array(z.string()).nullable().describe('Names of the secrets that are set'),
    webhookUrl: z.string().nullable().describe('Where the operator reports to; it lets its holder report'),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Gateway' });
export type GatewayView = z.output<typeof GatewaySchema>;

export const GatewayPage = pageOf(GatewaySchema);

export const GatewayHealthSchema = z
  .object({
    ok: z.boolean(),
    detail: z.string(),
    balanceVnd: z.int().optional(),
    quotaLeft: z.int().optional(),
    senderNames: z.array(z.string()).optional(),
    quality: z
      .string()
      .optional()
      .describe("The operator's word for how the account's messages are received"),
    tokenExpiresAt: z.iso
      .datetime()
      .optional()
      .describe('Until when the token is good that messages leave with, where the account has one'),
  })
  .meta({ id: 'GatewayHealth' });

export const GatewayParams = z.object({ id: Id });
