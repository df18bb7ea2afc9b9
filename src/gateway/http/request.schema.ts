import { z } from 'zod';
import { Template, TemplateError, type TemplateField } from './template.js';

export const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const FORBIDDEN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|keep-alive|upgrade|expect|te|trailer)$/i;
/** Field values of a message that are safe inside a header: no text, which may hold line breaks and accents. */
const HEADER_FIELDS: readonly TemplateField[] = [
  'phone',
  'phone84',
  'phone0',
  'reference',
  'parts',
  'encoding',
];

function explain(error: unknown): string {
  if (error instanceof TemplateError) return error.message;
  throw error;
}

const template = z
  .string({ error: 'Phải là một chuỗi mẫu.' })
  .max(4_000, 'Mẫu dài quá 4.000 ký tự.')
  .check((context) => {
    try {
      new Template(context.value);
    } catch (error) {
      context.issues.push({ code: 'custom', message: explain(error), input: context.value });
    }
  });

const headerTemplate = template.check((context) => {
  if (/[^\t\u0020-\u007e]/.test(context.value)) {
    context.issues.push({
      code: 'custom',
      message: 'Tiêu đề HTTP chỉ gồm ký tự ASCII.',
      input: context.value,
    });
    return;
  }
  try {
    const extra = new Template(context.value).fields.find((field) => !HEADER_FIELDS.includes(field));
    if (extra === undefined) return;
    const message = `Không đặt {${extra}} trong tiêu đề HTTP được.`;
    context.issues.push({ code: 'custom', message, input: context.value });
  } catch (error) {
    explain(error); // already reported by `template`
  }
});

/** For a user name or password: secrets and fixed words only. */
const credential = template.check((context) => {
  try {
    const field = new Template(context.value).fields[0];
    if (field === undefined) return;
    const message = `Không đặt {${field}} trong tài khoản được.`;
    context.issues.push({ code: 'custom', message, input: context.value });
  } catch (error) {
    explain(error); // already reported by `template`
  }
});
const basic = z.strictObject({ username: credential, password: credential }).optional();

/** An address whose scheme, host and port are fixed; fields may stand in its path and query. */
const url = template.check((context) => {
  const message = addressError(context.value);
  if (message) context.issues.push({ code: 'custom', message, input: context.value });
});

function addressError(value: string): string | null {
  const match = /^(https?:\/\/[^/?#]+)(.*)$/s.exec(value);
  if (!match) return 'Địa chỉ phải bắt đầu bằng http:// hoặc https://.';
  if (/[{}]/.test(match[1]!)) return 'Tên máy chủ phải cố định, không chứa trường {…}.';
  if (match[1]!.includes('@')) return 'Không ghi tài khoản trong địa chỉ; dùng "basic" hoặc {secret.…}.';
  if (match[2]!.includes('#')) return 'Địa chỉ không được chứa #.';
  if (/\s/.test(value)) return 'Địa chỉ không được chứa khoảng trắng.';
  return URL.canParse(match[1]!) ? null : 'Địa chỉ không hợp lệ.';
}

const templates = z.record(z.string().min(1).max(100), template);
const headers = z
  .record(z.string(), headerTemplate)
  .check((context) => {
    for (const name of Object.keys(context.value)) {
      const message = headerNameError(name);
      if (message) context.issues.push({ code: 'custom', message, path: [name], input: context.value });
    }
  })
  .default({});

function headerNameError(name: string): string | null {
  if (!HEADER_NAME.test(name)) return 'Tên tiêu đề HTTP không hợp lệ.';
  return FORBIDDEN_HEADERS.test(name) ? 'Tiêu đề này do hệ thống tự đặt.' : null;
}

type JsonTemplate = string | number | boolean | null | JsonTemplate[] | { [name: string]: JsonTemplate };
const jsonTemplate: z.ZodType<JsonTemplate> = z.lazy(() =>
  z.union([
    template,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonTemplate),
    z.record(z.string(), jsonTemplate),
  ]),
);

const body = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('form'), fields: templates }),
    z.strictObject({ type: z.literal('json'), value: jsonTemplate }),
    z.strictObject({
      type: z.literal('xml'),
      template,
      contentType: z.string().max(100).default('text/xml; charset=utf-8'),
    }),
  ],
  { error: 'Loại thân yêu cầu là form, json hoặc xml.' },
);
export type BodyConfig = z.infer<typeof body>;

export const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT'], { error: 'Phương thức là GET, POST hoặc PUT.' }).default('POST'),
  url,
  headers,
  basic,
  query: templates.default({}),
  body: body.optional(),
});
export type RequestConfig = z.infer<typeof request>;
