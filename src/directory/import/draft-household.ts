/**
 * One household as the rows of a spreadsheet say it: what was read, what was repaired, what is wrong with it.
 */
import { normaliseHouseholdCode } from '../../domain/household-key.js';
import { type PhoneFinding, parsePhones } from '../../domain/phone.js';
import { PHONE_REJECTIONS_VI, PHONE_REPAIRS_VI } from '../../domain/phone-messages.js';
import { cleanText } from '../../domain/vietnamese.js';
import { faultOfName, shown } from './head-name.js';
import { type HouseholdKeys, keysOf } from '../household-keys.js';
import type { Field } from './column-heading.js';
import { isOfAnother, type Mobile, phonesInWords, saysBorrowed } from './phones-in-words.js';
import type { Answered } from './questions.js';
import { readNote } from './contact-note.js';
import type { SetAside } from './set-aside.js';

/** A stable code for programs and a Vietnamese sentence for people. */
export interface Remark {
  code: string;
  sentence: string;
}

export interface DraftContact {
  /** E.164. */
  phone: string;
  name: string | null;
  relation: string | null;
}

/** A row as it stands in the file. */
export interface RawRow {
  row: number;
  cells: string[];
}

/** Where a household's neighbourhood was read. */
export interface DraftNeighbourhood {
  name: string;
  from: 'column' | 'heading' | 'sheet' | 'title';
}

/** Phones of a household that begin with their 0, that surely lost it, and (E.164) that lost it unless they are cards. */
export interface Zeros {
  kept: number;
  lost: number;
  bare: string[];
}

/**
 * Identity cards of nine digits begin with the number of a province, 01 to 38; mobiles without their 0 with 3[2-9], 5, 7, 8, 9.
 */
const MAYBE_CARD_NUMBER = /^\+843[2-8]/;

export interface HouseholdDraft {
  sheet: string;
  /** The first row of the household, as the spreadsheet shows it. */
  sheetRow: number;
  raw: RawRow[];
  headName: string;
  address: string | null;
  code: string | null;
  note: string | null;
  neighbourhood: DraftNeighbourhood | null;
  /** The commune that a column, a heading or the sheet says, with its old district: of use in a province's list. */
  commune: string | null;
  contacts: DraftContact[];
  repairs: Remark[];
  warnings: Remark[];
  /** What keeps the household out; empty for a good one. */
  faults: Remark[];
  keys: HouseholdKeys;
  /** How its phones are written, of use until the column as a whole is known (DraftWindow). */
  zeros?: Zeros;
  /** The contacts as they stand in the file, where some are left out of `contacts`. */
  read?: DraftContact[];
  /** Phones that are left out of `contacts` until a person says. */
  setAside?: SetAside;
  /** Of a sheet that tells neither a phone nor a place of anybody. */
  isBareName?: boolean;
  /** The area that it was to go into when it was decided before. */
  areaBefore?: string | null;
  /** The questions about it that a person answered. */
  said?: Answered[];
}

export const MAX_CONTACTS = 20;
const MAX_RAW_ROWS = 50;
const LIMITS = { headName: 200, address: 500, note: 1000, code: 50 };

/** A household whose name, code or place cannot be read cannot be kept. */
const ESSENTIAL: ReadonlySet<Field> = new Set(['head', 'person', 'givenName', 'code', 'neighbourhood']);

/** Builds a draft row by row. */
export class DraftBuilder {
  readonly draft: HouseholdDraft;
  private hasPhoneText = false;
  private hasCard = false;

  constructor(sheet: string, row: RawRow) {
    this.draft = {
      sheet,
      sheetRow: row.row,
      raw: [],
      headName: '',
      address: null,
      code: null,
      note: null,
      neighbourhood: null,
      commune: null,
      contacts: [],
      repairs: [],
      warnings: [],
      faults: [],
      keys: { headNameFolded: '', matchKey: '', looseKey: '' },
    };
    this.addRaw(row);
  }

  addRaw(row: RawRow): void {
    if (this.draft.raw.length < MAX_RAW_ROWS) this.draft.raw.push({ row: row.row, cells: row.cells });
  }

  fault(code: string, sentence: string): void {
    this.draft.faults.push({ code, sentence });
  }

  repair(code: string, sentence: string): void {
    this.draft.repairs.push({ code, sentence });
  }

  /** A cell that cannot be read. Of a phone it weighs as a phone that cannot be used. */
  unreadable(field: Field, code: string, sentence: string): void {
    if (field === 'phone' || field === 'zalo') {
      this.hasPhoneText = true;
      this.draft.warnings.push({ code: `phone-${code}`, sentence });
    } else if (field === 'address' || field === 'addressPart') this.draft.warnings.push({ code, sentence });
    else if (ESSENTIAL.has(field)) this.fault(code, sentence);
  }

  head(text: string): void {
    const name = cleanText(text);
    this.draft.headName = name;
    if (this.draft.faults.length > 0) return;
    const fault = faultOfName(name);
    if (fault) this.draft.faults.push(fault);
    else if (name.length > LIMITS.headName) this.fault('too-long', 'Tên chủ hộ quá dài.');
  }

  /** Who is named beside the head in one cell. */
  partner(text: string): void {
    this.repair('partner-in-name', `Đã tách “${shown(text)}” ghi cùng ô khỏi tên chủ hộ.`);
  }

  /** The head stands on a later row: whose row was first is a member, and the numbers of that row are theirs. */
  newHead(text: string): void {
    const { draft } = this;
    const former = draft.headName;
    draft.faults = draft.faults.filter(({ code }) => code !== 'no-head-name' && code !== 'bad-head-name');
    for (const contact of draft.contacts) contact.name ??= former === '' ? null : former.slice(0, 200);
    this.head(text);
  }

  address(text: string): void {
    const address = cleanText(text);
    if (address.length > LIMITS.address) this.fault('too-long', 'Địa chỉ quá dài.');
    else if (address !== '') this.draft.address ??= address;
  }

  note(text: string): void {
    const note = cleanText(text);
    if (note !== '') this.draft.note ??= note.slice(0, LIMITS.note);
  }

  /** @param isNumber the file keeps the cell as a number: 12.0 and 12 are one code then */
  code(text: string, isNumber: boolean): void {
    if (cleanText(text) === '') return;
    const code = normaliseHouseholdCode(isNumber && Number.isSafeInteger(Number(text)) ? Number(text) : text);
    if (code === null || code.length > LIMITS.code) {
      this.draft.warnings.push({
        code: 'bad-code',
        sentence: `Mã hộ “${shown(text)}” không dùng được nên được bỏ qua.`,
      });
    } else this.draft.code ??= code;
  }

  /** Takes every phone of a cell; what cannot be used becomes a warning that quotes it. */
  phones(cell: string, who: { name: string | null; relation: string | null }): void {
    if (cell.trim() === '') return;
    for (const finding of parsePhones(cell)) {
      if (finding.kind === 'rejected') this.refusePhone(finding);
      else this.addContact(finding, who);
    }
  }

  /** `Chị Hoa (con) 0976879783`; of `gọi trưởng thôn 0339665651` a person decides. */
  phonesOfContact(cell: string): void {
    if (isOfAnother(cell)) this.phonesIn(cell);
    else this.phones(cell, { name: null, relation: null });
  }

  /** Takes the phones that a note or an address holds, and tells of those that may be another's. */
  phonesIn(words: string): void {
    const { sure, doubtful } = phonesInWords(words);
    for (const finding of sure) this.addContact(finding, { name: null, relation: null });
    const isNew = ({ e164 }: Mobile) => !this.draft.contacts.some(({ phone }) => phone === e164);
    if (doubtful.some(isNew))
      this.draft.warnings.push({
        code: 'phone-in-words',
        sentence: `“${shown(words)}”: có số điện thoại nhưng có thể không phải của hộ này nên chưa lấy.`,
      });
  }

  /** The card has a column of its own, the number has Zalo or is one to the spreadsheet: under the phones stands no card. */
  cardIsKnown(): void {
    this.hasCard = true;
  }

  /** A number under `SĐT` that the row has as the number of a card, too. */
  card(cell: string): void {
    this.hasPhoneText = true;
    const sentence = `“${shown(cell)}” cũng là số giấy tờ trong dòng này nên không được coi là số điện thoại.`;
    this.draft.warnings.push({ code: 'phone-of-a-card', sentence });
  }

  /** The finished draft, with what can only be judged at its end. */
  finish(): HouseholdDraft {
    const { draft } = this;
    this.leaveBorrowed();
    if (draft.contacts.length === 0 && draft.faults.length === 0) {
      if (this.hasPhoneText) {
        draft.faults.push(...draft.warnings.filter(({ code }) => code.startsWith('phone-')));
        draft.warnings = draft.warnings.filter(({ code }) => !code.startsWith('phone-'));
        draft.faults.unshift({
          code: 'no-usable-phone',
          sentence: 'Không có số điện thoại nào nhận được tin.',
        });
      } else {
        draft.warnings.push({
          code: 'no-phone',
          sentence: 'Hộ không có số điện thoại nên sẽ không nhận được tin.',
        });
      }
    }
    if (draft.faults.length === 0) draft.keys = keysOf(draft);
    return draft;
  }

  /** `số trưởng thôn`: the list itself says that the number is another's. */
  private leaveBorrowed(): void {
    const { draft } = this;
    const [only] = draft.contacts;
    if (!only || draft.contacts.length > 1 || !draft.note || !saysBorrowed(draft.note)) return;
    draft.contacts = [];
    delete draft.zeros;
    const phone = only.phone.replace('+84', '0');
    draft.warnings.push({
      code: 'phone-borrowed',
      sentence: `“${phone}”: ghi chú “${shown(draft.note)}” cho biết số này là của người khác nên chưa lấy.`,
    });
  }

  private refusePhone(finding: Extract<PhoneFinding, { kind: 'rejected' }>): void {
    // "không có", "-": the cell says that there is none.
    if (finding.reason === 'empty' || (finding.reason === 'no-number' && !/\d{3}/.test(finding.raw))) return;
    this.hasPhoneText = true;
    const sentence = `“${finding.raw}”: ${PHONE_REJECTIONS_VI[finding.reason]}`;
    this.draft.warnings.push({ code: `phone-${finding.reason}`, sentence });
  }

  private noteZero({ e164, repairs }: Extract<PhoneFinding, { kind: 'mobile' }>): void {
    const zeros = (this.draft.zeros ??= { kept: 0, lost: 0, bare: [] });
    if (!repairs.includes('restored-zero')) zeros.kept++;
    else if (this.hasCard || repairs.includes('converted-2018') || !MAYBE_CARD_NUMBER.test(e164))
      zeros.lost++;
    else zeros.bare.push(e164);
  }

  private addContact(
    finding: Extract<PhoneFinding, { kind: 'mobile' }>,
    who: { name: string | null; relation: string | null },
  ): void {
    const { contacts } = this.draft;
    const said = readNote(finding.note);
    const known = contacts.find(({ phone }) => phone === finding.e164);
    const contact = known ?? { phone: finding.e164, name: null, relation: null };
    contact.name ??= said.name ?? who.name;
    contact.relation ??= said.relation ?? who.relation;
    if (known) return;
    if (contacts.length >= MAX_CONTACTS) {
      this.draft.warnings.push({
        code: 'too-many-phones',
        sentence: `Hộ có hơn ${MAX_CONTACTS} số điện thoại; các số sau được bỏ qua.`,
      });
      return;
    }
    contacts.push(contact);
    this.noteZero(finding);
    for (const repair of finding.repairs) this.repair(repair, PHONE_REPAIRS_VI[repair]);
  }
}
