import { cleanText } from '../../domain/vietnamese.js';
import { fieldOfHeading } from './column-heading.js';
import type { HouseholdAssembler } from './household-assembler.js';
import { isNameLine, isNumberedPhone } from './name-cell.js';
import { readCommune, readNeighbourhood } from './neighbourhood-name.js';
import type { RowFields } from './row-fields.js';
import { isCategory, isColumnNumbers, isExample, isInstruction, isSignature, isTotal } from './row-kind.js';
import type { SkippedKind } from './sheet-summary.js';

const MAYBE_HEADING =
  /^[\s*]*(?:s\.?t\.?t|t\.?t|họ|tên|chủ|ho|ten|chu|hộ|người|đại|số|s?đt|sdt|điện|liên|di)(?![\p{L}\p{M}])/iu;

/** Tells rows that are no households from those that are; a place that a row names is the assembler's from there on. */
export class RowJudge {
  /** The signatures have begun: what follows without a number and a phone belongs to them. */
  private isSigned = false;

  constructor(private readonly assembler: HouseholdAssembler) {}

  /** The headings stand there again: the signatures of the page before are over. */
  beginPage(): void {
    this.isSigned = false;
  }

  /**
   * Whether a row may be the headings once more, as printed lists repeat them, in other words or another order too: one of the
   * columns that are read says what a heading says. Hồ is a surname; only họ, tên, chủ begin a heading.
   */
  mayBeHeading(fields: RowFields): boolean {
    const name = nameIn(fields);
    return [fields.text('ordinal'), fields.text('phone'), name].some(
      // Cheap first: this is asked of every row.
      (text) => text.length <= 60 && MAYBE_HEADING.test(text) && fieldOfHeading(cleanText(text)) !== null,
    );
  }

  /** What a row is when it is no household, and null when it is one. */
  kindOf(fields: RowFields): SkippedKind | null {
    const { cells } = fields.row;
    if (isExample(fields.text('ordinal')) || isInstruction(cells)) return 'text';
    const hasPhone = fields.phoneCells().cells.some((text) => /(?:\d[\s.()-]*){6}/.test(text));
    if (hasPhone && isSignedWithPhone(fields)) {
      this.isSigned = true;
      return 'signature';
    }
    if (!hasPhone) {
      if (isTotal(cells)) return 'total';
      if (isCategory(cells)) return 'text';
      if (isColumnNumbers(cells)) return 'column-numbers';
      if (this.isSignatureRow(fields)) {
        this.isSigned = true;
        return 'signature';
      }
      if (this.isPlaceHeading(cells)) return 'heading';
    }
    const named = [
      fields.text('head'),
      fields.text('person'),
      fields.text('givenName'),
      fields.text('contactName'),
      fields.standIn(),
    ];
    const hasName = named.some((text) => text.trim() !== '');
    const hasMore = hasPhone || fields.texts('address').length > 0 || fields.text('code').trim() !== '';
    if (this.isSigned && !/^\d+$/.test(fields.text('ordinal').trim()) && (!hasPhone || fields.has('ordinal')))
      return 'signature';
    if (!hasName && !hasMore && fields.text('relation').trim() === '' && fields.unreadable().length === 0)
      return 'blank';
    const filled = cells.filter((cell) => cell.trim() !== '');
    if (filled.length === 1 && hasName && !isNameLine(filled[0]!) && !isNumberedPhone(filled[0]!))
      return 'text';
    return null;
  }

  /** `5 | Lê Văn A | Số 3 | Trưởng thôn` is the head of the hamlet at home, not a signature. */
  private isSignatureRow(fields: RowFields): boolean {
    const head = nameIn(fields);
    if (!isSignature(fields.row.cells)) return false;
    // In a list with numbers a row without one is nobody's: `Khối trưởng | Người lập`.
    const isBare = fields.has('ordinal') && fields.text('ordinal').trim() === '';
    return head.trim() === '' || isBare || isSignature([head]);
  }

  /** A row that only names a neighbourhood, with an ordinal and a count of households at most. */
  private isPlaceHeading(cells: readonly string[]): boolean {
    const filled = cells.map((cell) => cleanText(cell)).filter((cell) => cell !== '');
    const words = filled.filter((cell) => !/^(?:[IVXLC]+|[A-Za-z]|\d{1,4})[.)]?$|^\d+ hộ$/.test(cell));
    if (words.length !== 1) return false;
    const commune = readCommune(words[0]!);
    if (commune) {
      this.assembler.places.nowInCommune({ name: commune, from: 'heading' });
      this.isSigned = false;
      return true;
    }
    const name = readNeighbourhood(words[0]!);
    if (!name) return false;
    this.assembler.places.nowIn({ name, from: 'heading' });
    this.isSigned = false;
    return true;
  }
}

/** `Người lập: Lê Văn Đại, ĐT 0912 048 376` and nothing else: who made the list, not who is on it. */
function isSignedWithPhone(fields: RowFields): boolean {
  const filled = fields.row.cells.filter((cell) => cell.trim() !== '');
  return filled.length === 1 && nameIn(fields).trim() === '' && isSignature(filled);
}

/** What stands where the list has its names. */
function nameIn(fields: RowFields): string {
  return fields.text('head') || fields.text('person') || fields.text('givenName');
}
