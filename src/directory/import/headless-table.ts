/**
 * A table that begins under another one on the same sheet without headings of its own, as lists of several hands are pasted
 * together: its columns stand in another order, which only its cells tell.
 */
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { isPersonName } from './column-content.js';
import type { Header } from './header-row.js';
import type { RowFields } from './row-fields.js';
import { layoutByContent } from './sheet-layout.js';

/** How many rows are looked at for what the columns hold. */
const MAX_ROWS = 60;

export class HeadlessTable {
  private lastRow = 0;
  private isBroken = false;
  private isRefused = false;
  private rows: SheetRow[] = [];
  private misfits = 0;

  /** A row that is no household's (a title, a total) lies between tables as an empty one does. */
  breaks(): void {
    this.isBroken = true;
  }

  /** Whether a row, or the rows before it, may be of such a table; it is kept then. */
  keeps(fields: RowFields): boolean {
    const { row } = fields;
    const isBehindGap = this.isBroken || row.row > this.lastRow + 1;
    const isFirst = this.lastRow === 0;
    this.lastRow = row.row;
    this.isBroken = false;
    if (this.rows.length === 0 && (isFirst || this.isRefused || !isBehindGap)) return false;
    const isMisfit = fitsNot(fields);
    if (this.rows.length === 0 && !isMisfit) return false;
    this.rows.push(row);
    if (isMisfit) this.misfits++;
    return true;
  }

  get isOpen(): boolean {
    return this.rows.length > 0;
  }

  get isFull(): boolean {
    return this.rows.length >= MAX_ROWS;
  }

  /** The rows that were kept, and the columns that they say; null where they say none: then they are of the table above. */
  end(): { rows: SheetRow[]; header: Header | null } {
    const rows = this.rows.splice(0);
    const layout = this.misfits >= rows.length * 0.6 ? layoutByContent(rows) : null;
    this.misfits = 0;
    const hasPhone = layout?.header.columns.some(({ field }) => field === 'phone') ?? false;
    if (!hasPhone) this.isRefused = true;
    return { rows, header: hasPhone ? layout!.header : null };
  }
}

/** A person stands under the number or the phone, or a phone under the name. */
function fitsNot(fields: RowFields): boolean {
  const name = fields.text('head') || fields.text('person');
  if (/^\D{0,3}(?:\d[\s.-]{0,2}){9,11}$/.test(name.trim())) return true;
  return [fields.text('ordinal'), fields.text('phone')].some(
    (text) => !/\d/.test(text) && isPersonName(text),
  );
}
