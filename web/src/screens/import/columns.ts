import type { paths } from '../../api/schema.js';
import type { Import } from '../../api/imports.js';

export type Sheet = NonNullable<Import['mapping']>['sheets'][number];
type Correction =
  paths['/api/v1/imports/{id}/mapping']['patch']['requestBody']['content']['application/json'];
export type Field = NonNullable<Correction['sheets'][number]['columns'][number]['field']>;

/** What a column can stand for, in the order in which offices write them. */
export const FIELDS = [
  'ordinal',
  'code',
  'head',
  'person',
  'familyName',
  'givenName',
  'contactName',
  'relation',
  'phone',
  'zalo',
  'address',
  'addressPart',
  'neighbourhood',
  'commune',
  'district',
  'group',
  'note',
] as const satisfies readonly Field[];

interface ReadColumn {
  /** Unlike in every other column of the file. */
  key: string;
  /** As the spreadsheet calls it: A, B, AA. */
  letter: string;
  heading: string;
  field: Field | null;
  by: Sheet['columns'][number]['by'];
  sure: number;
}

/** Every column of a sheet that has a heading or is read, from the left. */
export function columnsOf(sheet: Sheet): ReadColumn[] {
  const read = new Map(sheet.columns.map((column) => [column.column, column]));
  const last = Math.max(sheet.headings.length, ...[...read.keys()].map((letter) => indexOf(letter) + 1));
  return Array.from({ length: last }, (_, i) => letterOf(i)).flatMap((letter, i) => {
    const column = read.get(letter);
    const heading = sheet.headings[i]?.trim() || column?.heading || '';
    if (!column && heading === '') return [];
    return {
      key: `${sheet.sheet}!${letter}`,
      letter,
      heading,
      field: (column?.field as Field | undefined) ?? null,
      by: column?.by ?? 'heading',
      sure: column?.sure ?? 1,
    };
  });
}

/** What the server is told: every column of the sheets in which the person changed one. */
export function correctionOf(
  sheets: readonly Sheet[],
  chosen: ReadonlyMap<string, Field | null>,
): Correction {
  return {
    sheets: sheets
      .map((sheet) => ({ sheet, columns: columnsOf(sheet) }))
      .filter(({ columns }) => columns.some(({ key }) => chosen.has(key)))
      .map(({ sheet, columns }) => ({
        sheet: sheet.sheet,
        headerRow: sheet.headerRow,
        columns: columns.map(({ key, letter, field }) => ({
          column: letter,
          field: chosen.has(key) ? chosen.get(key)! : field,
        })),
      })),
  };
}

/** `0 → A`, `26 → AA`. */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letterOf(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** `A → 0`, `AA → 26`. */
export function indexOf(letter: string): number {
  return [...letter].reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0) - 1;
}
