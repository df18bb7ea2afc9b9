import { looksLikeName } from './row-kind.js';

/**
 * `Nguyễn Văn An (0912 345 678)`: a phone in the cell of the name is a phone all the same; `3. Nguyễn Văn An` is numbered in the
 * cell.
 */
export function nameAndPhones(cell: string): { name: string; phones: string } {
  if (cell.length > 300 || !/\d/.test(cell)) return { name: cell, phones: '' };
  const said = cell.replace(/^\s*\d{1,4}\s?[.)/-]\s*(?=\p{L})/u, '');
  const at = /[\s([:;,./-]*(?:(?:s?đt|tel|zalo|điện thoại)[\s.:]*)?\(?\+?(?:\d[\s.-]?){9,}.*$/isu.exec(said);
  return at && at.index > 0 ? { name: said.slice(0, at.index), phones: at[0] } : { name: said, phones: '' };
}

/** A line of a list that has one column: a name, its number before it and its phone behind it at most. */
export function isNameLine(cell: string): boolean {
  return looksLikeName(nameAndPhones(cell).name);
}
