/**
 * The text of a campaign with placeholders such as `{chủ hộ}`. `{{` and `}}` stand for the braces themselves.
 * A template is parsed once per campaign and rendered once per household.
 */
import { editDistance } from './edit-distance.js';
import { linkTo } from './household-link.js';
import { countSmsParts, prepareSmsText } from './sms-parts.js';
import { cleanText, foldVietnamese } from './vietnamese.js';

export type PlaceholderKey =
  'headName' | 'areaName' | 'communeName' | 'provinceName' | 'address' | 'householdCode' | 'link';

export interface Placeholder {
  readonly key: PlaceholderKey;
  /** What an official writes between the braces; case, accents, `_` and spaces do not matter. */
  readonly label: string;
  readonly aliases: readonly string[];
  readonly example: string;
  /** Stands in the message where the household has no value. */
  readonly fallback: string;
}

export const PLACEHOLDERS: readonly Placeholder[] = [
  {
    key: 'headName',
    label: 'chủ hộ',
    aliases: ['tên chủ hộ', 'họ tên', 'họ tên chủ hộ', 'họ và tên'],
    example: 'Nguyễn Văn An',
    fallback: 'ông/bà',
  },
  {
    key: 'areaName',
    label: 'khu dân cư',
    aliases: ['thôn', 'ấp', 'bản', 'buôn', 'khóm', 'khu phố', 'tổ dân phố', 'địa bàn'],
    example: 'Ấp 7',
    fallback: 'khu dân cư',
  },
  {
    key: 'communeName',
    label: 'xã',
    aliases: ['phường', 'đặc khu', 'xã phường', 'xã/phường', 'tên xã'],
    example: 'Xã An Bình',
    fallback: 'địa phương',
  },
  {
    key: 'provinceName',
    label: 'tỉnh',
    aliases: ['thành phố', 'tỉnh thành', 'tỉnh/thành phố'],
    example: 'Tỉnh Đồng Tháp',
    fallback: 'địa phương',
  },
  {
    key: 'address',
    label: 'địa chỉ',
    aliases: ['nơi ở', 'chỗ ở', 'nơi cư trú'],
    example: 'Số 12, đường Tân Lập',
    fallback: 'nơi cư trú',
  },
  {
    key: 'householdCode',
    label: 'mã hộ',
    aliases: ['mã số hộ', 'mã hộ gia đình'],
    example: 'H0123',
    fallback: '(chưa có mã)',
  },
  {
    key: 'link',
    label: 'liên kết',
    aliases: ['link', 'đường dẫn', 'đường link', 'toàn văn', 'xem thêm'],
    // Of the length of a real one, where the server's address is about as long.
    example: linkTo('https://xa-an-binh.gov.vn', '7k2m9xq4c0vd'),
    // Never used: whoever renders a text that asks for the link has one.
    fallback: '',
  },
];

export type TemplateFields = Readonly<Partial<Record<PlaceholderKey, string | null>>>;
export type TemplateSegment = { readonly text: string } | { readonly key: PlaceholderKey };

export interface TemplateProblem {
  /** Index in the text, in UTF-16 units, at which the problem begins. */
  at: number;
  /** One sentence in Vietnamese for the writer. */
  message: string;
}

export type ParsedTemplate =
  { ok: true; segments: TemplateSegment[] } | { ok: false; problems: TemplateProblem[] };

const TOKEN = /\{\{|\}\}|\{([^{}\n]*)\}|[{}]/g;

const BY_NAME: ReadonlyMap<string, PlaceholderKey> = new Map(
  PLACEHOLDERS.flatMap(({ key, label, aliases }) =>
    [label, ...aliases].map((name) => [nameKey(name), key] as const),
  ),
);

/** Reads a template; all problems at once, in the order of the text. An empty text is a problem too. */
export function parseTemplate(source: string): ParsedTemplate {
  const problems: TemplateProblem[] = [];
  const segments: TemplateSegment[] = [];
  let literal = '';
  let end = 0;
  const push = (key: PlaceholderKey) => {
    if (literal !== '') segments.push({ text: literal });
    literal = '';
    segments.push({ key });
  };

  for (const match of source.matchAll(TOKEN)) {
    const [token, name] = match;
    literal += source.slice(end, match.index);
    end = match.index + token.length;
    if (token === '{{' || token === '}}') {
      literal += token[0];
      const doubled = token === '{{' ? /^([^{}\n]+)\}\}/.exec(source.slice(end)) : null;
      if (doubled && BY_NAME.has(nameKey(doubled[1]!)))
        problems.push(doubledBraces(match.index, doubled[1]!));
    } else if (name === undefined) {
      problems.push(loneBrace(match.index, token));
    } else {
      const key = BY_NAME.get(nameKey(name));
      if (key) push(key);
      else problems.push(unknownName(match.index, name));
    }
  }
  literal += source.slice(end);
  if (literal !== '') segments.push({ text: literal });
  if (source.trim() === '') problems.push({ at: 0, message: 'Nội dung tin nhắn đang để trống.' });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, segments };
}

/**
 * The text for one household. Values are cleaned (NFC, white space single) and never read as placeholders; a missing or
 * blank one becomes the placeholder's fallback. Neither prepared for SMS nor cut: see prepareSmsText.
 */
export function renderTemplate(segments: readonly TemplateSegment[], fields: TemplateFields): string {
  let text = '';
  for (const segment of segments) text += 'text' in segment ? segment.text : valueOf(segment.key, fields);
  return text;
}

/**
 * The rendering with the most SMS parts (then units) over the rows, prepared as it would be sent; for "up to N parts"
 * before a campaign is approved. Null without rows. Holds one row at a time.
 */
export function longestRendering<Row extends TemplateFields>(
  segments: readonly TemplateSegment[],
  rows: Iterable<Row>,
  { unaccented = false } = {},
): { text: string; parts: number; row: Row } | null {
  let longest: { text: string; parts: number; row: Row } | null = null;
  let most = -1;
  for (const row of rows) {
    const text = prepareSmsText(renderTemplate(segments, row), { unaccented });
    const { parts, units } = countSmsParts(text);
    if (longest && (parts < longest.parts || (parts === longest.parts && units <= most))) continue;
    longest = { text, parts, row };
    most = units;
  }
  return longest;
}

/** Whether a text asks for a value, such as the household's own link. A text with problems asks for nothing. */
export function asksFor(source: string, key: PlaceholderKey): boolean {
  const parsed = parseTemplate(source);
  return parsed.ok && parsed.segments.some((segment) => 'key' in segment && segment.key === key);
}

/** The template with the examples of PLACEHOLDERS, for the writer's preview before an audience is chosen. */
export function renderExample(segments: readonly TemplateSegment[]): string {
  return renderTemplate(segments, Object.fromEntries(PLACEHOLDERS.map(({ key, example }) => [key, example])));
}

function valueOf(key: PlaceholderKey, fields: TemplateFields): string {
  const value = cleanText(fields[key] ?? '');
  return value === '' ? PLACEHOLDERS.find((placeholder) => placeholder.key === key)!.fallback : value;
}

function nameKey(name: string): string {
  return foldVietnamese(name.replaceAll('_', ' '));
}

function loneBrace(at: number, brace: string): TemplateProblem {
  const message =
    brace === '{'
      ? 'Dấu { chưa được đóng bằng }. Nếu muốn viết chính dấu {, hãy gõ {{.'
      : 'Dấu } không có dấu { mở trước nó. Nếu muốn viết chính dấu }, hãy gõ }}.';
  return { at, message };
}

function doubledBraces(at: number, name: string): TemplateProblem {
  return {
    at,
    message: `Chỉ viết một dấu ngoặc: {${cleanText(name)}}. Viết hai dấu, người nhận sẽ thấy nguyên văn.`,
  };
}

function unknownName(at: number, name: string): TemplateProblem {
  if (name.trim() === '') return { at, message: 'Giữa { và } chưa có tên trường, ví dụ {chủ hộ}.' };
  const near = nearestLabel(name);
  const known = PLACEHOLDERS.map(({ label }) => `{${label}}`).join(', ');
  const hint = near ? `Có phải ý là {${near}}?` : `Các trường dùng được: ${known}.`;
  return { at, message: `Không có trường {${cleanText(name)}}. ${hint}` };
}

/** The label nearest in folded spelling, if at most a third of the letters differ. */
function nearestLabel(name: string): string | null {
  const wanted = nameKey(name);
  let best: { key: PlaceholderKey; distance: number } | null = null;
  for (const [candidate, key] of BY_NAME) {
    const distance = editDistance(wanted, candidate);
    if (
      distance * 3 <= Math.max(wanted.length, candidate.length) &&
      distance < (best?.distance ?? Infinity)
    ) {
      best = { key, distance };
    }
  }
  return PLACEHOLDERS.find(({ key }) => key === best?.key)?.label ?? null;
}
