import { z } from 'zod';
import { GATEWAY_ERROR_KINDS } from '../domain/retry.js';

export const TestMessageBody = z.strictObject({
  phone: z
    .string({ error: 'hãy điền số điện thoại của bạn' })
    .min(1, { error: 'hãy điền số điện thoại của bạn' })
    .max(50, { error: 'số điện thoại dài quá 50 ký tự' })
    .describe("The official's own phone"),
  text: z
    .string()
    .trim()
    .min(1, { error: 'hãy viết nội dung tin thử' })
    .max(2000, { error: 'nội dung dài quá 2.000 ký tự' })
    .default('Tin thử từ Loa Luật: cổng gửi tin này đang hoạt động.')
    .describe('As it goes out: placeholders are not filled in'),
  template: z
    .strictObject({
      id: z.string().trim().min(1, { error: 'hãy chọn mẫu tin' }).max(64),
      data: z
        .record(z.string().max(64), z.string().max(500))
        .refine((data) => Object.keys(data).length <= 50, { error: 'nhiều nhất 50 ô của mẫu tin' })
        .default({}),
    })
    .optional()
    .describe('Instead of the text, where the operator sends approved templates'),
  unaccented: z.boolean().default(false).describe('Send without diacritics'),
});
export type TestMessage = z.output<typeof TestMessageBody>;

export const TestMessageAnswer = z
  .object({
    outcome: z
      .enum(['accepted', 'refused', 'unclear'])
      .describe('`unclear`: the request left and nobody knows whether the message does too'),
    reason: z.enum(GATEWAY_ERROR_KINDS).nullable().describe('Why it was not accepted'),
    code: z.string().nullable().describe("The operator's own word"),
    operatorId: z.string().nullable(),
    parts: z.int(),
    costVnd: z.int().describe('0 where it was refused'),
    detail: z.string().describe('One or two sentences'),
  })
  .meta({ id: 'TestMessageAnswer' });
export type TestMessageAnswer = z.output<typeof TestMessageAnswer>;
