import { cleanText } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import type { Field } from './column-heading.js';
import { isOfOfficials } from './heading-owner.js';
import { headerOf, type Header } from './header-row.js';
import { type LabelledValue, labelledValues, namesOthers } from './labelled-values.js';

const PHONE = /(?:\d[\s.()-]{0,3}){9}/;

/** What a card said, under the headings of its stack. */
export interface ReadCard {
  /** The first row of the card. */
  row: SheetRow;
  values: string[];
  /** Texts with a number that is not known to be the household's. */
  strays: string[];
}

interface OpenCard {
  row: SheetRow;
  said: LabelledValue[];
  hasName: boolean;
  /** It began behind a line between cards: all it says is its own. */
  isWhole: boolean;
  strays: string[];
}

/** Cards that stand one under another, in the columns `from` to before `to`. */
export class CardStack {
  private open: OpenCard | null = null;
  /** A line between cards has just been read: what follows is of a new one, its name or not. */
  private isExpected = false;
  /** Labels over the one of the name: with any of them a card begins. */
  private readonly early = new Set<string>();
  /** How many cards began so. Where only the first did, they are the list's own lines. */
  private earlyCards = 0;
  private readonly labels: string[] = [];
  private readonly numberOf = new Map<string, number>();
  private known: Header = { row: 0, headings: [], columns: [] };

  constructor(
    private readonly from: number,
    private readonly to: number,
    private readonly nameLabel: string,
    private readonly nameField: Field | null,
  ) {}

  /** The labels so far, as headings. */
  get header(): Header {
    if (this.known.headings.length !== this.labels.length) this.known = headerOf(this.labels);
    return this.known;
  }

  /** Learns the labels of a row over the first name. */
  comesBefore(cells: readonly string[]): void {
    for (const { label } of this.valuesOf(cells)) this.early.add(label);
  }

  says(cells: readonly string[]): boolean {
    return this.valuesOf(cells).length > 0;
  }

  /** Whether a row is of another card than the one that is open. */
  isNext(cells: readonly string[], isBehindGap: boolean): boolean {
    const { open } = this;
    if (!open) return false;
    const values = this.valuesOf(cells);
    // Behind an empty row, what was said already: the card of somebody whose name is missing.
    const isSaidAgain = values.some(({ label }) => open.said.some((said) => said.label === label));
    if (isBehindGap && isSaidAgain) this.isExpected = true;
    return (open.hasName && this.begins(values)) || (isBehindGap && isSaidAgain);
  }

  /** Takes a row; true where a card begins with it. */
  push(row: SheetRow): boolean {
    const values = this.valuesOf(row.cells);
    const isFirst = this.open === null && values.length > 0 && (this.isExpected || this.begins(values));
    if (isFirst) {
      this.open = { row, said: [], hasName: false, isWhole: this.isExpected, strays: [] };
      this.isExpected = false;
      if (values.some(({ label }) => this.early.has(label))) this.earlyCards++;
    }
    if (!this.open) return false;
    this.open.said.push(...values);
    this.open.hasName ||= values.some(({ label }) => label === this.nameLabel);
    return isFirst;
  }

  /** A row without labels: a number in it is nobody's that we know of. */
  stray(cells: readonly string[]): void {
    const words = cleanText(cells.filter((cell, i) => this.isInside(i) && cell.trim() !== '').join(' '));
    if (PHONE.test(words)) this.open?.strays.push(words);
  }

  /** A line between cards ends the one above it. */
  expect(): void {
    this.isExpected = true;
  }

  take(): ReadCard | null {
    const { open } = this;
    this.open = null;
    if (!open?.hasName && !open?.said.some(({ value }) => PHONE.test(value))) return null;
    const card: ReadCard = { row: open.row, values: [], strays: open.strays };
    let isOfOthers = false;
    let isEarly = !open.isWhole && this.earlyCards < 2;
    for (const value of open.said) {
      if (value.label === this.nameLabel) isEarly = false;
      isOfOthers ||= namesOthers(value.text, value.field);
      if (!isEarly && !isOfOthers) this.put(card, value);
      else if (!isOfOfficials(value.text) && PHONE.test(value.value))
        card.strays.push(cleanText(`${value.text}: ${value.value}`));
    }
    return card;
  }

  private begins(values: readonly LabelledValue[]): boolean {
    return values.some(({ label }) => label === this.nameLabel || this.early.has(label));
  }

  private put({ values }: ReadCard, { label, field, text, value }: LabelledValue): void {
    let at = this.numberOf.get(label);
    if (at === undefined) this.numberOf.set(label, (at = this.labels.push(text) - 1));
    const before = values[at] ?? '';
    // A second phone under the same label is one more.
    const isMore = field === 'phone' || field === 'zalo';
    if (before === '') values[at] = value;
    else if (isMore && value !== '') values[at] = `${before}, ${value}`;
  }

  private valuesOf(cells: readonly string[]): LabelledValue[] {
    const values = labelledValues(cells.map((cell, i) => (this.isInside(i) ? cell : '')));
    // `Tên chủ hộ` for once, where the other cards say `Chủ hộ`.
    for (const one of values)
      if (this.nameField === 'head' && one.field === 'head' && one.value !== '') one.label = this.nameLabel;
    return values;
  }

  private isInside(index: number): boolean {
    return index >= this.from && index < this.to;
  }
}
