import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { Column, Header } from './header-row.js';
import type { Field } from './column-heading.js';

/** A cell that cannot be read: an error value, or else a formula without a value. */
export interface Unreadable {
  column: Column;
  isError: boolean;
}

/** Access to a row's cells by what their columns mean. */
export class RowFields {
  constructor(
    readonly row: SheetRow,
    private readonly columns: ColumnsByField,
  ) {}

  /** The text of the field's first column; `''` where there is none. Error values (`#N/A`) count as empty. */
  text(field: Field): string {
    const column = this.columns[field]?.[0];
    return column ? this.cell(column) : '';
  }

  /** The texts of all columns of a field that hold something. */
  texts(field: Field): string[] {
    return (this.columns[field] ?? [])
      .map((column) => this.cell(column))
      .filter((text) => text.trim() !== '');
  }

  /** Whether the list has such a column. */
  has(field: Field): boolean {
    return this.columns[field] !== undefined;
  }

  isNumber(field: Field): boolean {
    const column = this.columns[field]?.[0];
    return column !== undefined && (this.row.numbers?.includes(column.index) ?? false);
  }

  heading(field: Field): string {
    return this.columns[field]?.[0]?.heading ?? '';
  }

  /** Columns we use that hold an error value, or a formula whose value the file does not have. */
  unreadable(): Unreadable[] {
    const { errors, formulas, cells } = this.row;
    const found: Unreadable[] = [];
    if (!errors && !formulas) return found;
    for (const column of Object.values(this.columns).flat()) {
      const isBare = formulas?.includes(column.index) && (cells[column.index] ?? '') === '';
      if (errors?.includes(column.index)) found.push({ column, isError: true });
      else if (isBare) found.push({ column, isError: false });
    }
    return found;
  }

  private cell(column: Column): string {
    return this.row.errors?.includes(column.index) ? '' : (this.row.cells[column.index] ?? '');
  }
}

export type ColumnsByField = Partial<Record<Field, Column[]>>;

export function columnsByField(header: Header): ColumnsByField {
  const byField: ColumnsByField = {};
  for (const column of header.columns) (byField[column.field] ??= []).push(column);
  return byField;
}
