const ILLEGAL_XML =
  // oxlint-disable-next-line no-control-regex -- these are exactly the characters that XML 1.0 forbids
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NEEDS_ESCAPE = /[&<>"\r]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '' };

/** The longest text that a spreadsheet cell holds (Excel's limit). */
export const MAX_CELL_CHARS = 32_767;

/** Escapes text for XML and drops what XML 1.0 cannot hold: control characters, lone surrogates. */
export function xmlText(text: string): string {
  return text.replace(ILLEGAL_XML, '').replace(NEEDS_ESCAPE, (c) => ENTITIES[c]!);
}

/**
 * The text of a cell for a workbook: at most 32,767 characters, and a literal `_x0041_` kept literal
 * (spreadsheets read that as an escaped character: ECMA-376 part 1, 22.9.2.19).
 */
export function cellText(text: string): string {
  const cut = text.length > MAX_CELL_CHARS ? `${text.slice(0, MAX_CELL_CHARS - 1)}…` : text;
  return xmlText(cut.includes('_x') ? cut.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') : cut);
}

/**
 * Turns `_x000D_` back into the character that it stands for, as a spreadsheet does when it shows a cell. NULs and lone
 * surrogates, which no text may hold, are dropped.
 */
export function unescapeCellText(text: string): string {
  if (!text.includes('_x')) return text;
  return wellFormed(
    text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

/** The text without NULs and lone surrogates: neither JSON nor a database takes them. */
export function wellFormed(text: string): string {
  return text.replace(/\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}

/** `0 → A`, `25 → Z`, `26 → AA`. */
export function columnName(index: number): string {
  let name = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** The column of a cell reference, from 0: `A1 → 0`, `AB7 → 27`; -1 where there are no leading letters. */
export function columnIndex(reference: string): number {
  let n = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~32;
    if (code < 65 || code > 90) break;
    n = n * 26 + code - 64;
  }
  return n - 1;
}
