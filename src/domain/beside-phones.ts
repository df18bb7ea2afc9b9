import { parsePhones } from './phone.js';

/** Longer cells hold something else than phones (phone.ts). */
const MAX_CELL_CHARS = 500;

/** A number as phones are written, with the divider and the label before it and the note in brackets behind it. */
const MAYBE_PHONE =
  /[\s,;:/(–-]*(?:(?<![\p{L}\p{M}])(?:số\s+)?(?:s?đt(?:dđ)?|s?dt(?:dd)?|dđ|điện\s+thoại|di\s+động|tel|zalo)[\s.:]*)?(\(?\+?\d(?:[ .()-]{0,2}\d){8,13})\)?(?:\s*\([^)]*\))?/giu;
const EDGES = /^[\s,;:/–-]+|[\s,;:/–-]+$/gu;

/**
 * What a cell says beside its phones: `Đội 8, ngõ 12 - ĐT 0975 303 001` → `Đội 8, ngõ 12`. What is no number of a phone stays
 * where it stands.
 */
export function besidePhones(cell: string): string {
  if (cell.length > MAX_CELL_CHARS) return cell;
  return cell
    .replace(MAYBE_PHONE, (found: string, number: string) => (isPhone(number) ? ', ' : found))
    .replace(/\s*(?:,\s*)+/g, ', ')
    .replace(EDGES, '');
}

function isPhone(number: string): boolean {
  return parsePhones(number).every(
    (finding) => finding.kind === 'mobile' || finding.reason.endsWith('landline'),
  );
}
