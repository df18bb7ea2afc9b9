import { createHash } from 'node:crypto';
import { foldVietnamese } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { columnIndex } from '../../platform/sheets/sheet-text.js';
import type { Field } from './column-heading.js';
import type { Column } from './header-row.js';
import type { GivenMapping } from './import.schema.js';

/** Columns that a person named once, by the headings that they stood under. */
export interface RememberedMapping {
  headingsKey: string;
  columns: { index: number; field: Field }[];
}

/** What is known of a sheet before its first row: nothing, or what a person said of it. */
export type TellSheet = { headerRow: number | null; columns: Column[] } | null;

/** What people have said about the columns of a file: about this very one, and about earlier ones with the same headings. */
export class ToldColumns {
  private readonly remembered: ReadonlyMap<string, RememberedMapping>;

  constructor(
    private readonly given: GivenMapping | null,
    remembered: readonly RememberedMapping[],
  ) {
    this.remembered = new Map(remembered.map((mapping) => [mapping.headingsKey, mapping]));
  }

  sheet(name: string): TellSheet {
    const told = this.given?.sheets.find(({ sheet }) => sheet === name);
    if (!told) return null;
    const columns = told.columns.flatMap(({ column, field }): Column[] =>
      field === null ? [] : [{ index: columnIndex(column), heading: '', field, by: 'person' }],
    );
    return { headerRow: told.headerRow, columns: columns.sort((a, b) => a.index - b.index) };
  }

  /** The columns under a row of headings that an earlier file had, too. */
  under(row: SheetRow): Column[] | null {
    if (this.remembered.size === 0) return null;
    const key = headingsKey(row.cells);
    const found = key === null ? undefined : this.remembered.get(key);
    return found
      ? found.columns.map(({ index, field }) => ({
          index,
          heading: row.cells[index] ?? '',
          field,
          by: 'remembered',
        }))
      : null;
  }
}

/** The same for headings that differ in accents, capitals or spacing; null for a row that cannot be headings. */
export function headingsKey(cells: readonly string[]): string | null {
  const words = cells.map((cell) => foldVietnamese(cell));
  while (words.at(-1) === '') words.pop();
  if (words.filter((word) => word !== '').length < 2 || words.some((word) => word.length > 200)) return null;
  return createHash('sha256').update(words.join('\n')).digest('hex');
}
