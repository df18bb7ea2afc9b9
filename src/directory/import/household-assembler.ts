import { cleanText, foldVietnamese } from '../../domain/vietnamese.js';
import { columnName } from '../../platform/sheets/sheet-text.js';
import { DraftBuilder, type HouseholdDraft } from './draft-household.js';
import { isSpecificAddress } from './address-kind.js';
import { memberInCell, nameAndPhones } from './name-cell.js';
import type { Field } from './column-heading.js';
import type { RowFields } from './row-fields.js';
import { isMark } from './row-kind.js';
import { addressOf, RowPlaces, withGroup } from './row-places.js';
import { isShifted } from './shifted-row.js';

const LEGACY_VI = {
  tcvn3: 'Đã chuyển chữ từ bảng mã TCVN3 (ABC) sang Unicode.',
  vni: 'Đã chuyển chữ từ bảng mã VNI sang Unicode.',
  utf8: 'Đã khôi phục chữ bị lỗi bảng mã (UTF-8 mở nhầm).',
} as const;

/** What a list has that is more than names. */
const NOTHING_MORE: readonly Field[] = ['phone', 'zalo', 'address', 'addressPart', 'neighbourhood', 'code'];

/** Makes households of rows: one may be spread over several, and rows may take their neighbourhood from above. */
export class HouseholdAssembler {
  readonly places = new RowPlaces();
  private open: Open | null = null;
  /** Members so far without a number, and with one of their own: tells what the numbers of a list of people count. */
  private members = { bare: 0, numbered: 0 };

  /** Takes a row of a household; gives the one before it when this row begins another. */
  add(fields: RowFields): HouseholdDraft[] {
    const ordinal = fields.text('ordinal').trim();
    const code = fields.text('code').trim();
    const head = this.headOf(fields);
    const relation = fields.has('relation') ? foldVietnamese(relationOf(fields)) : '';
    const member = this.open && ordinal === '' && head !== null ? memberInCell(head) : null;
    if (this.open && (member !== null || this.goesOn(fields, head, { ordinal, code, relation }))) {
      this.open.builder.addRaw(fields.shown);
      this.readUnreadable(this.open.builder, fields);
      this.readContacts(this.open.builder, fields, member);
      return [];
    }
    const done = this.close();
    const builder = new DraftBuilder(fields.row.sheet, fields.shown);
    const [person, cell] = [cleanText(fields.text('person')), fields.text('neighbourhood')];
    const saysNone = /^[^\d]*\p{L}[^\d]*$/u.test(fields.text('phone'));
    this.open = { builder, ordinal, code, relation, person, cell, saysNone };
    this.readUnreadable(builder, fields);
    if (fields.row.legacy) builder.repair('legacy-charset', LEGACY_VI[fields.row.legacy]);
    if (isShifted(fields.row))
      builder.repair('shifted-row', 'Dòng bị lệch sang phải một cột nên đã đọc lại cho đúng cột.');
    const { name, phones, partner } = nameAndPhones(head ?? '');
    builder.head(name);
    if (partner !== undefined) builder.partner(partner);
    builder.code(code, fields.isNumber('code'));
    builder.note(fields.text('note'));
    const address = this.places.addressOf(fields);
    builder.draft.commune = this.places.communeOf(fields);
    const { place, group, isFromAbove } = this.places.placeOf(fields, address || phones);
    builder.draft.neighbourhood = place;
    if (isFromAbove)
      builder.repair('place-from-above', `Ô khu dân cư trống nên lấy theo dòng trên: ${place!.name}.`);
    builder.address(withGroup(address, group));
    if (place === null && NOTHING_MORE.every((field) => !fields.has(field))) builder.draft.isBareName = true;
    this.readContacts(builder, fields);
    builder.phones(phones, { name: null, relation: null });
    return done;
  }

  /** A row without a head continues the one above, unless it has an ordinal or a code of its own. */
  private continues(ordinal: string, code: string): boolean {
    const { open } = this;
    return (ordinal === '' || ordinal === open!.ordinal) && (code === '' || code === open!.code);
  }

  /** Whether a row is of the household above it; counts the members that it meets. */
  private goesOn(fields: RowFields, head: string | null, keys: RowKeys): boolean {
    return (
      this.isMember(fields, keys) ||
      this.takesOver(fields, head, keys) ||
      this.isNextPerson(fields, head, keys.code) ||
      ((head === null ? this.isAtHome(fields) : this.repeats(head, fields)) &&
        this.continues(keys.ordinal, keys.code))
    );
  }

  /** A row without a name, but with another address than the household above, is a household whose name is missing. */
  private isAtHome(fields: RowFields): boolean {
    const isNumbered = fields.has('ordinal') || fields.has('code') || fields.has('relation');
    // A number alone, below a household that is said to have none: whose it is nobody says.
    if (!isNumbered && this.open!.saysNone) return false;
    // Without numbers of households only a row that says nothing else goes on.
    if (
      !fields.has('ordinal') &&
      !fields.has('code') &&
      fields.text('relation') === '' &&
      fields.text('contactName') === '' &&
      fields.text('neighbourhood').trim() !== ''
    )
      return false;
    const address = cleanText(addressOf(fields));
    return (
      address === '' || foldVietnamese(address) === foldVietnamese(this.open!.builder.draft.address ?? '')
    );
  }

  /** The head once more, on the row of a member: with the address again, or with a person beside him. */
  private repeats(head: string, fields: RowFields): boolean {
    const { draft } = this.open!.builder;
    if (foldVietnamese(head) !== foldVietnamese(draft.headName)) return false;
    const address = cleanText(addressOf(fields));
    const isSame = address !== '' && address === draft.address && isSpecificAddress(address);
    const isMember =
      fields.has('head') && (fields.text('person').trim() !== '' || fields.text('contactName').trim() !== '');
    const isNumbered = fields.has('ordinal') && fields.text('ordinal').trim() !== '';
    // An ordinal of its own is another household, unless it is the same one again (continues).
    return (
      isSame ||
      (address === '' && (isMember || (isNumbered && fields.text('ordinal').trim() === this.open!.ordinal)))
    );
  }

  /** In a list of members or pupils that names the head of each, two of one household have a number each. */
  private isNextPerson(fields: RowFields, head: string | null, code: string): boolean {
    if (head === null || !fields.has('head') || !fields.has('person')) return false;
    const { draft } = this.open!.builder;
    const person = cleanText(fields.text('person'));
    if (cleanText(head) !== draft.headName || code !== this.open!.code) return false;
    if (person === '' || person === this.open!.person || this.open!.person === '') return false;
    return (
      fields.text('neighbourhood') === this.open!.cell &&
      cleanText(addressOf(fields)) === (draft.address ?? '')
    );
  }

  /** The head that a row names; null for a member of the household above, or where the name is missing. */
  private headOf(fields: RowFields): string | null {
    const split = `${fields.text('familyName')} ${fields.text('givenName')}`.trim();
    const person = split || fields.text('person');
    const head = fields.has('head') ? fields.text('head') : person;
    if (head.trim() !== '') return head;
    // Only a row that is numbered is a household of its own.
    const ordinal = fields.text('ordinal').trim();
    if (ordinal === '' || ordinal === this.open?.ordinal) return null;
    return fields.standIn() || null;
  }

  /** In a list of people the relation says who is the head; the others have ordinals of their own, too. */
  private isMember(fields: RowFields, { ordinal, code, relation }: RowKeys): boolean {
    const { open, members } = this;
    if (fields.has('head') || (code !== '' && code !== open!.code)) return false;
    // An empty room: nobody belongs to it.
    if (open!.builder.draft.faults.some(({ code: fault }) => fault === 'bad-head-name')) return false;
    const isNumbered = ordinal !== '' && ordinal !== open!.ordinal;
    if (!fields.has('relation')) {
      // One number for all of a household: the first of them is the head.
      if (code !== '' || (ordinal !== '' && !isNumbered)) return true;
      return ordinal === '' && /thành viên|nhân khẩu/i.test(fields.heading('person').normalize('NFC'));
    }
    // Where members have no numbers, a number begins a household, though its first row is the wife's.
    if (isNumbered && members.bare > 0 && members.numbered === 0) return false;
    const isMember = relation !== '' && !isHeadByRelation(relation);
    if (isMember) members[isNumbered ? 'numbered' : 'bare']++;
    return isMember;
  }

  /** The head of a household whose first row was another's: `3 | Ngân Thị Hoài | Vợ`, then `Vi Văn Đức | Chủ hộ`. */
  private takesOver(fields: RowFields, head: string | null, { ordinal, code, relation }: RowKeys): boolean {
    const { open } = this;
    if (fields.has('head') || head === null || !isHeadByRelation(relation)) return false;
    if (open!.relation === '' || isHeadByRelation(open!.relation)) return false;
    if (!this.continues(ordinal, code) && (code === '' || code !== open!.code)) return false;
    open!.relation = relation;
    open!.builder.newHead(nameAndPhones(head).name);
    return true;
  }

  private readContacts(builder: DraftBuilder, fields: RowFields, member: Member = null): void {
    const relation = (member?.relation ?? clean(relationOf(fields))).slice(0, 100) || null;
    const named =
      member?.name ||
      fields.text('contactName') ||
      (fields.has('head') ? fields.text('person') : this.memberOf(fields));
    const name = /\d{3}/.test(named) ? null : clean(named).slice(0, 200) || null;
    const { cells, cards, hasCard, swapped, joined } = fields.phoneCells();
    // A card has no Zalo; a cell that holds a number cannot hold the 0 before it, whatever the others of its column do.
    if (hasCard || isMark(fields.text('zalo')) || fields.isNumber('phone')) builder.cardIsKnown();
    if (joined) builder.repair('joined-cells', 'Số điện thoại ghi ở hai ô liền nhau nên đã được ghép lại.');
    if (swapped)
      builder.repair(
        'swapped-cells',
        'Ô địa chỉ và ô số điện thoại của dòng này bị đổi chỗ nên đã đọc ngược lại.',
      );
    for (const card of cards) builder.card(card);
    for (const cell of cells) builder.phones(cell, { name, relation });
    // `Người liên hệ`: `Chị Hoa (con) 0976879783`.
    const reached = fields.text('contactName');
    if (/\d{3}/.test(reached)) builder.phonesOfContact(reached);
    if (!swapped) for (const words of fields.wordsWithFigures()) builder.phonesIn(words);
  }

  /** In a list of people without a column for the head, the person of a row that is not the head's. */
  private memberOf(fields: RowFields): string {
    const person = `${fields.text('familyName')} ${fields.text('givenName')}`.trim() || fields.text('person');
    return this.open && this.open.builder.draft.headName !== cleanText(person) ? person : '';
  }

  private readUnreadable(builder: DraftBuilder, fields: RowFields): void {
    for (const { column, isError } of fields.unreadable()) {
      const cell = `${columnName(column.index)}${fields.row.row}`;
      if (isError) {
        const sentence = `Ô ${cell} báo lỗi công thức (${fields.row.cells[column.index]}).`;
        builder.unreadable(column.field, 'error-value', sentence);
      } else {
        const sentence = `Ô ${cell} là công thức chưa có kết quả; hãy mở tệp bằng Excel rồi lưu lại.`;
        builder.unreadable(column.field, 'formula-without-value', sentence);
      }
    }
  }

  /** Gives the household that is open. */
  close(): HouseholdDraft[] {
    const { open } = this;
    this.open = null;
    if (!open) return [];
    return [open.builder.finish()];
  }
}

/** The household that rows may still be added to, with what its first row says. */
interface Open extends RowKeys {
  builder: DraftBuilder;
  person: string;
  /** Under the neighbourhood. */
  cell: string;
  /** `đang xin số`: words where the number belongs. */
  saysNone: boolean;
}

type Member = { relation: string | null; name: string } | null;

/** What tells which household a row belongs to. */
interface RowKeys {
  ordinal: string;
  code: string;
  /** Without accents. */
  relation: string;
}

function isHeadByRelation(relation: string): boolean {
  return /^(?:(?:la )?chu (?:ho|phong)|chu|ch)$/.test(relation);
}

/** `01 - Chủ hộ`, `05. Cháu`: programs put the number of their own list before the word. */
function relationOf(fields: RowFields): string {
  const text = fields.text('relation');
  return /^\s*\d/.test(text) ? text.replace(/^\s*\d{1,2}\s?[-.:)/–]\s?(?=\p{L})/u, '') : text;
}

/** Most lists have no such column: an empty text needs no cleaning. */
function clean(text: string): string {
  return text === '' ? '' : cleanText(text);
}
