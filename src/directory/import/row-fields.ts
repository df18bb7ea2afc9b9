import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { parsePhones } from '../../domain/phone.js';
import { besidePhones } from '../../domain/beside-phones.js';
import type { Column, Header, SideColumns } from './header-row.js';
import type { Field } from './column-heading.js';
import { isMark } from './row-kind.js';

/** A cell that cannot be read: an error value, or else a formula without a value. */
export interface Unreadable {
  column: Column;
  isError: boolean;
}

/** What a row has under its phones. */
export interface PhoneCells {
  cells: string[];
  /** The numbers of cards. */
  cards: string[];
  /** The row has a card in a column of its own. */
  hasCard: boolean;
  swapped: boolean;
  joined: boolean;
}

const NO_CELLS: PhoneCells = { cells: [], cards: [], hasCard: false, swapped: false, joined: false };

/** Access to a row's cells by what their columns mean. */
export class RowFields {
  constructor(
    readonly row: SheetRow,
    private readonly columns: ColumnsByField,
    private readonly beside: SideColumns = { spill: [], others: [], standIns: [], sensitive: [] },
    /** The row as the file has it. */
    readonly shown: SheetRow = row,
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

  /**
   * The cells that hold phones: those of the columns for them, a number in the unnamed column to their right, and the one
   * under `Địa chỉ` where the two cells of the row stand the wrong way round. What is the number of a card is left out.
   */
  phoneCells(): PhoneCells {
    const halves = this.halves();
    if (halves !== null) return { ...NO_CELLS, cells: [halves], joined: true };
    const said = [...this.phoneTexts(), ...this.texts('zalo')];
    const spilt = this.beside.spill.map((index) => this.row.cells[index] ?? '').filter(isPhoneOnly);
    const swapped = this.isSwapped(said);
    const found = [...(swapped ? this.texts('address') : said), ...spilt];
    if (this.beside.others.length === 0) return { ...NO_CELLS, cells: found, swapped };
    const others = this.beside.others.map((index) => figures(this.row.cells[index] ?? ''));
    const isCard = (cell: string) => figures(cell).length >= 9 && others.includes(figures(cell));
    return {
      cells: found.filter((cell) => !isCard(cell)),
      cards: found.filter(isCard),
      hasCard: others.some((other) => /^(?:\d{9}|\d{12})$/.test(other)),
      swapped,
      joined: false,
    };
  }

  /** The texts under phones; of a column for addresses, too, those that hold a number as long as a phone. */
  private phoneTexts(): string[] {
    const texts = this.texts('phone');
    if (!this.columns.phone?.some(({ withAddress }) => withAddress)) return texts;
    return texts.filter((text) => /(?:\d[\s.()-]*){7}/.test(text));
  }

  /** `0912 | 345678` under a heading over both columns: one phone. */
  private halves(): string | null {
    const [first, second] = this.columns.phone ?? [];
    if (!first || (second ? second.index !== first.index + 1 : !this.beside.spill.includes(first.index + 1)))
      return null;
    const front = (this.row.cells[first.index] ?? '').trim();
    const back = (this.row.cells[first.index + 1] ?? '').trim();
    if (!/^0?[1-9]\d{1,2}$/.test(front) || !/^\d{3}[ .]?\d{3,4}$/.test(back)) return null;
    const whole = `${front} ${back}`;
    return isPhoneOnly(whole) ? whole : null;
  }

  /** What stands under the address; of a row whose cells are swapped, what stands under the phone. */
  addresses(): string[] {
    const said = this.texts('phone');
    if (this.isSwapped(said)) return said;
    const shared = this.columns.phone?.find(({ withAddress }) => withAddress);
    if (shared) return [besidePhones(this.cell(shared))];
    return this.texts('address').map((text) => (HOLDS_PHONE.test(text) ? besidePhones(text) : text));
  }

  /** The name of the wife, of the mother: who answers for a household where the first name is missing. */
  standIn(): string {
    const { standIns } = this.beside;
    const filled = standIns.find((index) => /\p{L}{2}/u.test(this.row.cells[index] ?? ''));
    return filled === undefined ? '' : this.row.cells[filled]!;
  }

  /** Notes and addresses long enough to hold a phone. */
  wordsWithFigures(): string[] {
    const { note, address } = this.columns;
    const found: string[] = [];
    for (const column of [...(note ?? []), ...(address ?? [])]) {
      const text = this.row.cells[column.index];
      if (text !== undefined && text.length >= 10 && HOLDS_PHONE.test(text)) found.push(text);
    }
    return found;
  }

  /** A number and nothing else under `Địa chỉ`, and under the phone a text that has letters and no number to call. */
  private isSwapped(said: readonly string[]): boolean {
    const address = this.columns.address?.length === 1 ? this.text('address') : '';
    if (address === '' || said.length !== 1 || !/\p{L}{2}/u.test(said[0]!) || figures(said[0]!).length >= 8)
      return false;
    return isPhoneOnly(address);
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

  private markOf({ index }: Column): string {
    if (this.text('person').trim() === '') return '';
    return isMark(this.row.cells[index] ?? '') ? 'Chủ hộ' : 'Thành viên';
  }

  private cell(column: Column): string {
    if (column.marks) return this.markOf(column);
    if (this.row.errors?.includes(column.index)) return '';
    const text = this.row.cells[column.index] ?? '';
    return column.endsIn === undefined ? text : `${text} ${this.row.cells[column.endsIn] ?? ''}`.trim();
  }
}

/** Cheap: asked of the notes and addresses of every row. */
const HOLDS_PHONE = /\d[\d\s.-]{8}/;

function figures(cell: string): string {
  return cell.replace(/\D/g, '');
}

function isPhoneOnly(cell: string): boolean {
  if (figures(cell).length < 9 || /\p{L}{2}/u.test(cell)) return false;
  const found = parsePhones(cell);
  return found.length > 0 && found.every(({ kind }) => kind === 'mobile');
}

export type ColumnsByField = Partial<Record<Field, Column[]>>;

export function columnsByField(header: Header): ColumnsByField {
  const byField: ColumnsByField = {};
  for (const column of header.columns) (byField[column.field] ??= []).push(column);
  return byField;
}
