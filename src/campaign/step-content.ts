import { firstMisfit, nameProblems, type TemplateRule } from '../domain/message-template.js';
import { plainPunctuation } from '../domain/plain-punctuation.js';
import { parseTemplate } from '../domain/template.js';
import type { Queryable } from '../platform/database/sql.js';
import type { FieldError } from '../platform/http/domain-error.js';
import type { CampaignStep } from './campaign.entity.js';
import type { CampaignInput } from './campaign.schema.js';

/** An approved template as the composer and the sender need it. */
export interface MessageTemplate {
  name: string;
  params: TemplateRule[];
  priceVnd: number | null;
  /** The operator lets it be sent. */
  isUsable: boolean;
}

/** What a step of an account of this kind carries. */
function contentOf(kind: string): 'text' | 'template' | 'either' {
  if (kind === 'zalo-template') return 'template';
  return kind === 'zalo-oa' ? 'either' : 'text';
}

/** The template of an account, as it was at the last sync; undefined where it is not known. */
export async function messageTemplate(
  db: Queryable,
  gatewayId: string,
  templateId: string,
): Promise<MessageTemplate | undefined> {
  const [row] = await db.query<MessageTemplate & Record<string, unknown>>(
    `select name, params, price_vnd as "priceVnd", status = 'ENABLE' and removed_at is null as "isUsable"
       from gateway_templates where gateway_id = $1 and template_id = $2`,
    [gatewayId, templateId],
  );
  return row;
}

/**
 * One step as it is stored, and what is wrong with what it says. Values that hold no placeholder are checked for good
 * here; the others are checked for each household before its message leaves.
 */
export async function checkedContent(
  db: Queryable,
  step: CampaignInput['steps'][number],
  kind: string,
  path: string,
): Promise<{ step: CampaignStep; errors: FieldError[] }> {
  const { text, templateId, templateData, ...rest } = step;
  if (templateId === undefined) {
    const plain = plainPunctuation(text ?? '');
    const errors =
      contentOf(kind) === 'template'
        ? [{ path: `${path}.templateId`, message: 'cổng này chỉ gửi mẫu tin đã duyệt: hãy chọn một mẫu' }]
        : textProblems(plain, `${path}.text`);
    return { step: { ...rest, text: plain }, errors };
  }
  const data = templateData ?? {};
  const stored = { ...rest, templateId, templateData: data };
  if (contentOf(kind) === 'text')
    return {
      step: stored,
      errors: [{ path: `${path}.templateId`, message: 'cổng này không dùng mẫu tin đã duyệt' }],
    };
  const template = await messageTemplate(db, step.gatewayId, templateId);
  if (!template?.isUsable) {
    const message = template
      ? 'nhà mạng chưa cho gửi mẫu tin này'
      : 'không có mẫu tin này; hãy đồng bộ mẫu tin của cổng';
    return { step: stored, errors: [{ path: `${path}.templateId`, message }] };
  }
  return { step: stored, errors: valueProblems(template, data, `${path}.templateData`) };
}

function textProblems(text: string, path: string): FieldError[] {
  const parsed = parseTemplate(text);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => ({ path, message }));
}

function valueProblems(
  { params }: MessageTemplate,
  data: Readonly<Record<string, string>>,
  path: string,
): FieldError[] {
  const names = nameProblems(params, Object.keys(data));
  if (names.length > 0) return names.map(({ name, message }) => ({ path: `${path}.${name}`, message }));
  return Object.entries(data).flatMap(([name, value]): FieldError[] => {
    const problems = value.trim() === '' ? [] : textProblems(value, `${path}.${name}`);
    if (problems.length > 0 || /[{}]/.test(value)) return problems;
    const misfit = firstMisfit(
      params.filter((param) => param.name === name),
      data,
    );
    return misfit ? [{ path: `${path}.${name}`, message: misfit.message }] : [];
  });
}
