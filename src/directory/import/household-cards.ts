// Owns: households on cards, as forms are printed one under another or beside each other: `Chủ hộ: | Lê Thị Mai`, `Điện thoại: 09…`.
// Emits: one draft for each card, when the next one begins.
// Never: takes a number that stands under the name of an official, or under no label at all.
import { foldVietnamese } from '../../domain/vietnamese.js';
import type { SheetRow } from '../../platform/sheets/sheet-row.js';
import { CardStack } from './card-stack.js';
import type { HouseholdDraft } from './draft-household.js';
import { type Header, sideColumns } from './header-row.js';
import type { HouseholdAssembler } from './household-assembler.js';
import { labelledValues, nameLabels } from './labelled-values.js';
import { readCommune, readNeighbourhood } from './neighbourhood-name.js';
import { columnsByField, RowFields } from './row-fields.js';

/** The cards of one sheet. */
export class HouseholdCards {
  /** How many cards have begun. */
  count = 0;
  private lastRow = 0;
  /** Rows that no card says anything in. */
  skipped = 0;
  private readonly stacks: CardStack[];
  /** What stands over the first card, and over each other one: `PHIẾU SỐ 1`; empty where nothing does. */
  private readonly line: string;

  /**
   * @param first a row in which `nameLabels` finds a name
   * @param above the rows over it; the lowest of them may be of the first card, too
   */
  constructor(
    private readonly first: SheetRow,
    above: readonly SheetRow[],
    private readonly assembler: HouseholdAssembler,
  ) {
    const names = nameLabels(first.cells);
    // `Mã hộ | Chủ hộ | Mã hộ | Chủ hộ`: a card begins with the label that stands leftmost, if each of them has it.
    const labels = labelledValues(first.cells);
    const leftmost = labels.filter(({ label }) => label === labels[0]!.label);
    const starts = leftmost.length === names.length ? leftmost : names;
    const ofCard = rowsOfCard(first, above);
    this.stacks = starts.map(({ index }, i) => {
      const [from, to] = [i === 0 ? 0 : index, starts[i + 1]?.index ?? Number.MAX_SAFE_INTEGER];
      return new CardStack(from, to, names[0]!.label, names[0]!.field);
    });
    this.line = lineKey(above.at(-1 - ofCard.length)?.cells ?? []);
    for (const row of ofCard) for (const stack of this.stacks) stack.comesBefore(row.cells);
    for (const row of [...ofCard, first]) this.push(row);
  }

  /** The labels as if they were headings, for what is told of the sheet. */
  get header(): Header {
    return { ...this.stacks[0]!.header, row: this.first.row };
  }

  push(row: SheetRow): HouseholdDraft[] {
    const isBehindGap = row.row > this.lastRow + 1;
    this.lastRow = row.row;
    if (this.isBetween(row)) return this.end(row);
    const wereRead = this.stacks.map((stack) => stack.says(row.cells));
    if (!wereRead.includes(true)) this.skipped++;
    return this.stacks.flatMap((stack, i) => {
      if (!wereRead[i]) stack.stray(row.cells);
      const done = stack.isNext(row.cells, isBehindGap) ? this.close(stack) : [];
      if (stack.push(row)) this.count++;
      return done;
    });
  }

  /**
   * Gives the cards that are open.
   * @param between a line behind which others begin: it says where, or the number of the next card
   */
  end(between?: SheetRow): HouseholdDraft[] {
    const drafts = this.stacks.flatMap((stack) => this.close(stack));
    if (between) {
      this.skipped++;
      for (const stack of this.stacks) stack.expect();
      for (const cell of between.cells) this.readPlace(cell);
    }
    return drafts;
  }

  private isBetween({ cells }: SheetRow): boolean {
    const filled = cells.filter((cell) => cell.trim() !== '');
    if (this.line !== '' && lineKey(cells) === this.line) return true;
    // `Thôn: Đông` is what a card says.
    const isPlace = (cell: string) => readCommune(cell) !== null || readNeighbourhood(cell) !== null;
    return filled.length === 1 && !filled[0]!.includes(':') && isPlace(filled[0]!);
  }

  private readPlace(cell: string): void {
    const commune = readCommune(cell);
    const name = commune ? null : readNeighbourhood(cell);
    if (commune) this.assembler.places.nowInCommune({ name: commune, from: 'heading' });
    if (name) this.assembler.places.nowIn({ name, from: 'heading' });
  }

  private close(stack: CardStack): HouseholdDraft[] {
    const card = stack.take();
    if (!card) return [];
    const { header } = stack;
    const side = sideColumns(header);
    const row = { ...card.row, cells: header.headings.map((_, i) => card.values[i] ?? '') };
    for (const key of ['numbers', 'formulas', 'errors'] as const) delete row[key];
    for (const index of side.sensitive) row.cells[index] = '';
    this.assembler.add(new RowFields(row, columnsByField(header), side));
    const drafts = this.assembler.close();
    const warnings = card.strays.map((words) => ({
      code: 'phone-in-words',
      sentence: `“${words.slice(0, 60)}”: có số điện thoại nhưng có thể không phải của hộ này nên chưa lấy.`,
    }));
    for (const draft of drafts) draft.warnings.push(...warnings);
    return drafts;
  }
}

/** `PHIẾU SỐ 12` → `phieu so`; empty for a row that says more, or is no numbered line. */
function lineKey(cells: readonly string[]): string {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const [first = ''] = filled;
  const isLine = filled.length > 0 && filled.length <= 3 && first.length <= 40 && /\d/.test(first);
  return isLine && labelledValues(cells).length === 0 ? foldVietnamese(first).replace(/\W*\d.*$/, '') : '';
}

/** The rows straight above the one with the name that have labels, too: `Mã hộ: 12` over `Chủ hộ: …`. */
function rowsOfCard(first: SheetRow, above: readonly SheetRow[]): SheetRow[] {
  const found: SheetRow[] = [];
  for (const row of above.toReversed()) {
    const isNext = row.row === (found[0] ?? first).row - 1;
    if (!isNext || labelledValues(row.cells).length === 0) break;
    found.unshift(row);
  }
  return found;
}
