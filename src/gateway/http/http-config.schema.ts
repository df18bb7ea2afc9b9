import { z } from 'zod';
import { connection } from '../connection.schema.js';
import { Pattern } from './pattern.js';
import { HEADER_NAME, request } from './request.schema.js';

/** What an operator's code may be mapped to. `accepted`: it had taken this reference before (a duplicate's code). */
export const MAPPED_KINDS = [
  'accepted',
  'unreachable',
  'throttled',
  'misconfigured',
  'bad-recipient',
  'opted-out',
  'bad-content',
  'rejected',
  'quota',
  'night',
  'unclear',
] as const;

const pattern = z.string({ error: 'Phải là một biểu thức chính quy.' }).check((context) => {
  try {
    new Pattern(context.value);
  } catch (error) {
    context.issues.push({ code: 'custom', message: (error as RangeError).message, input: context.value });
  }
});

const path = z
  .string({ error: 'Phải là một đường dẫn JSON như data.0.code.' })
  .max(200, 'Đường dẫn dài quá 200 ký tự.');

/** Where a value stands in an answer: at a JSON path, or in the first group of a pattern. */
const place = z.union([z.strictObject({ path }), z.strictObject({ pattern })], {
  error: 'Ghi {"path": "…"} (JSON) hoặc {"pattern": "…"} (biểu thức chính quy).',
});
export type Place = z.infer<typeof place>;

/** Where a value stands in a webhook: `query.ref`, `body.status`, `body.data.0.id`. */
const webhookField = z
  .string({ error: 'Ghi query.<tên> hoặc body.<đường dẫn>.' })
  .regex(/^(query|body)\..{1,200}$/, 'Ghi query.<tên> hoặc body.<đường dẫn>.');

const statuses = z
  .array(z.int({ error: 'Mã trạng thái HTTP là số nguyên.' }).min(100).max(599), {
    error: 'Phải là danh sách số.',
  })
  .min(1, 'Cần ít nhất một mã trạng thái.');

const success = z
  .strictObject({
    statuses: statuses.optional(),
    json: z.strictObject({ path, equals: z.array(z.string()).min(1) }).optional(),
    contains: z.string().min(1).max(200).optional(),
    matches: pattern.optional(),
  })
  .refine((rule) => Object.values(rule).some((value) => value !== undefined), {
    error: 'Cần ít nhất một dấu hiệu thành công: statuses, json, contains hoặc matches.',
  });
export type SuccessRule = z.infer<typeof success>;

const kind = z.enum(MAPPED_KINDS, { error: `Loại lỗi là một trong: ${MAPPED_KINDS.join(', ')}.` });
const statusNumber = z.string().regex(/^[1-5]\d\d$/, 'Mã trạng thái HTTP gồm 3 chữ số.');

const errors = z.strictObject({
  code: place.optional(),
  codes: z.record(z.string().min(1).max(64), kind).default({}),
  contains: z
    .array(z.strictObject({ text: z.string().min(1).max(200), kind }))
    .max(50)
    .default([]),
  statuses: z.record(statusNumber, kind).default({}),
  otherwise: kind.exclude(['accepted']).default('rejected'),
});

const time = z.strictObject({
  field: webhookField,
  format: z.enum(['iso', 'unix', 'unixMs', 'yyyyMMddHHmmss', 'yyyy-MM-dd HH:mm:ss'], {
    error: 'Định dạng thời gian: iso, unix, unixMs, yyyyMMddHHmmss hoặc yyyy-MM-dd HH:mm:ss.',
  }),
});
export type TimeField = z.infer<typeof time>;

const when = z.strictObject({ field: webhookField, equals: z.array(z.string()).min(1) });

const receiptStatus = z.enum(['accepted', 'delivered', 'undelivered', 'expired', 'ignored'], {
  error: 'Trạng thái báo phát: accepted, delivered, undelivered, expired hoặc ignored.',
});

const receipts = z
  .strictObject({
    /** JSON path of a list of receipts inside the body; the other fields are then read from each item. */
    list: path.optional(),
    when: when.optional(),
    reference: webhookField.optional(),
    operatorId: webhookField.optional(),
    status: webhookField,
    statuses: z.record(z.string().min(1).max(64), receiptStatus),
    otherwise: receiptStatus.default('ignored'),
    code: webhookField.optional(),
    time: time.optional(),
  })
  .refine((rule) => rule.reference !== undefined || rule.operatorId !== undefined, {
    error: 'Báo phát phải có reference hoặc operatorId để biết là của tin nào.',
  });
export type ReceiptRule = z.infer<typeof receipts>;

const inbound = z.strictObject({
  list: path.optional(),
  when: when.optional(),
  phone: webhookField,
  text: webhookField,
  operatorId: webhookField.optional(),
  time: time.optional(),
});
export type InboundRule = z.infer<typeof inbound>;

const signature = z.strictObject({
  header: z.string().regex(HEADER_NAME, 'Tên tiêu đề HTTP không hợp lệ.'),
  /** Name of the secret that signs. */
  secret: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, 'Tên khóa bí mật không hợp lệ.'),
  encoding: z.enum(['hex', 'base64']).default('hex'),
  prefix: z.string().max(20).default(''),
});
export type SignatureRule = z.infer<typeof signature>;

const check = request.extend({
  method: z.enum(['GET', 'POST'], { error: 'Phương thức là GET hoặc POST.' }).default('GET'),
  success,
  balanceVnd: place.optional(),
});

/** Settings of one configurable HTTP gateway; `docs/gateways/http.md` explains each with examples. */
export const HttpGatewayConfig = z.strictObject({
  request,
  encodings: z
    .strictObject({ gsm7: z.string().max(32), ucs2: z.string().max(32) })
    .default({ gsm7: 'gsm7', ucs2: 'ucs2' }),
  connection,
  success,
  operatorId: place.optional(),
  parts: place.optional(),
  costVnd: place.optional(),
  errors: errors.prefault({}),
  capabilities: z
    .strictObject({
      idempotencyWindowSeconds: z
        .int()
        .min(0)
        .max(7 * 86_400)
        .default(0),
    })
    .prefault({}),
  receipts: receipts.optional(),
  inbound: inbound.optional(),
  signature: signature.optional(),
  check: check.optional(),
});
export type HttpGatewayConfig = z.infer<typeof HttpGatewayConfig>;
