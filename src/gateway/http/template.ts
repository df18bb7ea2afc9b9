import type { OutboundMessage } from '../gateway.js';

/** What a template may name besides `{secret.…}`. */
export const TEMPLATE_FIELDS = [
  'phone',
  'phone84',
  'phone0',
  'text',
  'reference',
  'callbackUrl',
  'parts',
  'encoding',
] as const;
export type TemplateField = (typeof TEMPLATE_FIELDS)[number];

/** What one message offers to templates. `encoding` is the operator's word for it. */
export type TemplateValues = Record<TemplateField, string>;

export type Escape = (value: string) => string;

interface Piece {
  literal: string;
  field: TemplateField | null;
  secret: string | null;
  isBase64: boolean;
}

const PLACEHOLDER = /\{\{|\}\}|\{([^{}]{1,80})\}|[{}]/g;
const NAME = /^(?:secret\.([A-Za-z][A-Za-z0-9_]{0,31})|([A-Za-z0-9]+))(\|base64)?$/;

/** Half a character has no UTF-8 form and would make escaping throw. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/**
 * A text with `{fields}`, read once and rendered for every message: `{phone}` `{phone84}` `{phone0}` `{text}`
 * `{reference}` `{callbackUrl}` `{parts}` `{encoding}` `{secret.name}`, each also as `{text|base64}`; `{{` and `}}` stand
 * for braces. What a field holds is never read as a template again.
 */
export class Template {
  private readonly pieces: Piece[];

  /** Throws TemplateError with a Vietnamese sentence for an unknown field or an unbalanced brace. */
  constructor(readonly source: string) {
    this.pieces = readPieces(source);
  }

  get fields(): TemplateField[] {
    return this.pieces.flatMap((piece) => (piece.field === null ? [] : [piece.field]));
  }

  get secretNames(): string[] {
    return this.pieces.flatMap((piece) => (piece.secret === null ? [] : [piece.secret]));
  }

  get needsCallback(): boolean {
    return this.fields.includes('callbackUrl');
  }

  /** Puts the secrets in, escaped for where the template stands, and returns what is left to do per message. */
  bind(
    secrets: Readonly<Record<string, string>>,
    escape: Escape,
    literals: Escape = (text) => text,
  ): BoundTemplate {
    const parts: (string | ((values: TemplateValues) => string))[] = [];
    let text = '';
    for (const piece of this.pieces) {
      text += literals(piece.literal);
      const filter: Escape = piece.isBase64 ? (value) => escape(base64(value)) : escape;
      if (piece.secret !== null) text += filter(secrets[piece.secret] ?? '');
      if (piece.field === null) continue;
      const field = piece.field;
      parts.push(text, (values) => filter(values[field]));
      text = '';
    }
    parts.push(text);
    return (values) => {
      let out = '';
      for (const part of parts) out += typeof part === 'string' ? part : part(values);
      return out;
    };
  }
}

export type BoundTemplate = (values: TemplateValues) => string;

/** The values of a message. `encodings` gives the operator's words for the two alphabets. */
export function valuesOf(
  message: OutboundMessage,
  encodings: Readonly<Record<'gsm7' | 'ucs2', string>>,
): TemplateValues {
  const digits = message.phone.replace(/^\+/, '');
  return {
    phone: message.phone,
    phone84: digits,
    phone0: digits.startsWith('84') ? `0${digits.slice(2)}` : digits,
    text: message.text.replace(LONE_SURROGATE, '\uFFFD'),
    reference: message.reference,
    callbackUrl: message.callbackUrl ?? '',
    parts: String(message.parts),
    encoding: encodings[message.encoding],
  };
}

export function escapeXml(value: string): string {
  return value
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[^\t\n\r\u0020-\uFFFD]/g, '');
}

function base64(value: string): string {
  return Buffer.from(value, 'utf8').toString('base64');
}

function readPieces(source: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  let end = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    literal += source.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') {
      literal += match[0][0];
      continue;
    }
    pieces.push({ literal, ...readField(match[1]) });
    literal = '';
  }
  pieces.push({ literal: literal + source.slice(end), field: null, secret: null, isBase64: false });
  return pieces;
}

function readField(inside: string | undefined): Omit<Piece, 'literal'> {
  if (inside === undefined)
    throw new TemplateError('Dấu ngoặc nhọn không khớp; muốn ghi dấu ngoặc thì viết {{ hoặc }}.');
  const name = NAME.exec(inside);
  const isBase64 = name?.[3] !== undefined;
  if (name?.[1] !== undefined) return { field: null, secret: name[1], isBase64 };
  const field = TEMPLATE_FIELDS.find((known) => known === name?.[2]);
  if (field) return { field, secret: null, isBase64 };
  const known = [...TEMPLATE_FIELDS, 'secret.<tên>'].map((word) => `{${word}}`).join(', ');
  throw new TemplateError(`Không có trường {${inside}}. Các trường dùng được: ${known}.`);
}
