/** The words beside a number in a cell: whose they are, and what of them is worth keeping. */

/** Says only "this is a phone": `ĐT:`, `SĐT 2.`, `Di động`. */
const LABEL =
  /^(?:số\s+điện\s+thoại|so\s+dien\s+thoai|điện\s+thoại|dien\s+thoai|di\s+động|di\s+dong|liên\s+hệ|lien\s+he|s?[đd]t[đd]?[đd]?|[đd][đd]|tel|phone|mobile|hotline|lh|số|so)(?![\p{L}\p{M}])[\s.:\d-]*/iu;
const EDGES = /^[\s:;.,'"=~+*\d)(\][-]+(?=\p{L}|$)|[\s:;.,'"=~+*([-]+$/gu;

export const MAX_NOTE_CHARS = 100;

/** A note without brackets, labels and stray signs; undefined where no word is left. */
export function cleanNote(text: string): string | undefined {
  let note = text.replace(/[()[\]]/g, ' ');
  for (let before = ''; before !== note;) {
    before = note;
    note = note.replace(EDGES, '').replace(LABEL, '');
  }
  note = note.replace(/\s+/g, ' ').slice(0, MAX_NOTE_CHARS);
  return /\p{L}/u.test(note) ? note : undefined;
}

/**
 * Divides the words between two numbers: brackets belong to the number before, what ends in `:` and what only labels
 * (`Zalo`, `ĐT`) to the number after, everything else to the number before.
 */
export function splitNote(between: string): { before: string; after: string } {
  const close = between.lastIndexOf(')');
  if (/^\s*\(/.test(between) && close >= 0) {
    return { before: between.slice(0, close + 1), after: between.slice(close + 1) };
  }
  const isLabel = /:\s*$|[(]\s*$/.test(between) || /^\s*zalo\s*$/i.test(between);
  return isLabel ? { before: '', after: between } : { before: between, after: '' };
}
