import type { GatewayTemplate, TemplateParam } from '../gateway.js';
import type { ZaloApi } from './zalo-api.js';
import { isObject, numberOf, textOf, type ZaloEnvelope } from './zalo-envelope.js';
import { zaloError } from './zalo-error.js';
import { TEMPLATE_CODES } from '../zalo-template/zalo-template.codes.js';

/** Zalo's most for one page. */
const PAGE = 100;
/** No account has more; a list without an end is none. */
const MAX_PAGES = 100;

/**
 * Every template of the OA with its parameters: the list, then the detail of each that may be sent or is under review.
 * @param price which of Zalo's prices counts: to a phone, or to a user id
 */
export async function readTemplates(
  api: ZaloApi,
  price: 'price_sdt' | 'price_uid',
  signal: AbortSignal,
): Promise<GatewayTemplate[]> {
  const templates: GatewayTemplate[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { offset: String(page * PAGE), limit: String(PAGE) };
    const listed = rowsOf(successful(await api.get('/template/all', query, signal)));
    for (const row of listed) {
      const id = textOf(row.templateId ?? row.template_id);
      if (id === undefined) continue;
      const detail = successful(await api.get('/template/info/v2', { template_id: id }, signal));
      templates.push(templateOf(id, { ...row, ...detail.data }, price));
    }
    if (listed.length < PAGE) break;
  }
  return templates;
}

function successful(answer: ZaloEnvelope): ZaloEnvelope {
  if (answer.error !== 0) throw zaloError(TEMPLATE_CODES, answer.error);
  return answer;
}

/** The list stands in `data` itself. */
function rowsOf({ rows }: ZaloEnvelope): Record<string, unknown>[] {
  return rows.filter(isObject);
}

function templateOf(id: string, row: Record<string, unknown>, price: string): GatewayTemplate {
  const timeoutMs = numberOf(row.timeout);
  return {
    id,
    name: (textOf(row.templateName ?? row.template_name) ?? id).slice(0, 200),
    status: textOf(row.status) ?? 'UNKNOWN',
    tag: textOf(row.templateTag ?? row.template_tag) ?? null,
    quality: textOf(row.templateQuality ?? row.template_quality) ?? null,
    params: Array.isArray(row.listParams) ? row.listParams.filter(isObject).flatMap(paramOf) : [],
    priceVnd: wholeNumber(numberOf(row[price]) ?? numberOf(row.price)),
    timeoutSeconds: timeoutMs === undefined ? null : wholeNumber(timeoutMs / 1000),
    previewUrl: previewOf(row.previewUrl ?? row.preview_url),
  };
}

function paramOf(row: Record<string, unknown>): TemplateParam[] {
  const name = textOf(row.name);
  if (name === undefined) return [];
  const mayBeEmpty = row.acceptNull === true || row.acceptNull === 'true';
  return [
    {
      name,
      isRequired: row.require === true || row.require === 'true',
      type: (textOf(row.type) ?? 'STRING').toUpperCase(),
      minLength: wholeNumber(numberOf(row.minLength)) ?? 0,
      maxLength: wholeNumber(numberOf(row.maxLength)),
      mayBeEmpty,
    },
  ];
}

function wholeNumber(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : Math.round(value);
}

function previewOf(value: unknown): string | null {
  const url = textOf(value);
  return url !== undefined && url.startsWith('https://') ? url.slice(0, 500) : null;
}
