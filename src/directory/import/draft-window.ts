import { looseHouseholdKey } from '../../domain/household-key.js';
import { cleanText, foldVietnamese } from '../../domain/vietnamese.js';
import { isSpecificAddress } from './address-kind.js';
import type { HouseholdDraft } from './draft-household.js';
import { PhoneOwners } from './phone-owners.js';
import { setAside } from './set-aside.js';

/** How many households are looked back over; the lists of nearly all communes are shorter. */
const WINDOW = 3_000;

/** Cards from 32 to 38 are those of the lower Mekong, where nobody lives in one of these. */
const NOT_OF_MEKONG = /^(?:thon|xom|x(?=\.?\s?\d)|ban|buon|bon|lang|plei)(?![a-z])/;

/** A card slips into the column of phones once or twice; so many numbers without their 0 are phones. */
const MANY = 4;

/**
 * Joins rows that are one household though others stand between them, each with a phone of its own: lists of people repeat
 * the head, with his address, on the row of each member. Rows that bring nothing new stay apart and are told as duplicates.
 */
export class DraftWindow {
  private drafts: HouseholdDraft[] = [];
  private readonly byKey = new Map<string, HouseholdDraft>();
  /** How the phones of each sheet are written, as far as it is read. */
  private readonly zeros = new Map<string, { kept: number; lost: number; bare: number }>();
  private readonly owners = new PhoneOwners();
  /** The households of earlier sheets by their names, as far as they are looked back over. */
  private readonly named = new Map<string, HouseholdDraft>();

  /** Takes the next household of the file; gives those that nothing can join any more. */
  add(draft: HouseholdDraft): HouseholdDraft[] {
    this.countZeros(draft);
    const name = nameOf(draft);
    const isClaim = isOfficial(draft);
    if (name !== '') for (const { phone } of draft.contacts) this.owners.add(phone, name, isClaim);
    this.tellListedBefore(draft, name);
    const key = keyOf(draft);
    const first = key === null ? undefined : this.byKey.get(key);
    if (first && join(first, draft)) return [];
    this.drafts.push(draft);
    if (key !== null && !first) this.byKey.set(key, draft);
    return this.drafts.length > WINDOW ? this.release(WINDOW / 2) : [];
  }

  /** The file has ended. */
  end(): HouseholdDraft[] {
    return this.release(this.drafts.length);
  }

  private release(count: number): HouseholdDraft[] {
    for (const draft of this.drafts.slice(0, count)) {
      const key = keyOf(draft);
      if (key !== null && this.byKey.get(key) === draft) this.byKey.delete(key);
      this.setCardsAside(draft);
      this.setPhonesOfManyAside(draft);
    }
    return this.drafts.splice(0, count);
  }

  private countZeros({ sheet, zeros }: HouseholdDraft): void {
    if (!zeros) return;
    const sum = this.zeros.get(sheet) ?? { kept: 0, lost: 0, bare: 0 };
    sum.kept += zeros.kept;
    sum.lost += zeros.lost;
    sum.bare += zeros.bare.length;
    this.zeros.set(sheet, sum);
  }

  /** `Thu quỹ xóm`: a sheet of names and sums lists the households of the sheet before once more. */
  private tellListedBefore(draft: HouseholdDraft, name: string): void {
    const before = this.named.get(name);
    if (!before && this.named.size < WINDOW) this.named.set(name, draft);
    if (!before || !draft.isBareName || before.sheet === draft.sheet || draft.faults.length > 0) return;
    if (draft.contacts.length > 0) return;
    const sentence = `Trùng với dòng ${before.sheetRow} (trang “${before.sheet}”).`;
    draft.faults.push({ code: 'duplicate-in-file', sentence });
  }

  /**
   * Nine digits that may be a card are a phone in a list that lost other zeros, or all, and far from where such cards were
   * given out; in one that kept every other zero a person is asked.
   */
  private setCardsAside(draft: HouseholdDraft): void {
    const all = this.zeros.get(draft.sheet) ?? { kept: 0, lost: 0, bare: 0 };
    if (!draft.zeros?.bare.length || all.lost > 0 || all.kept === 0 || all.bare >= MANY) return;
    if (NOT_OF_MEKONG.test(foldVietnamese(draft.neighbourhood?.name ?? ''))) return;
    const bare = draft.zeros.bare.filter((phone) => !this.isWholeElsewhere(phone));
    if (bare.length === 0) return;
    setAside(draft, 'phone-or-card', bare);
  }

  /** The same figures with their 0 at another household: no card is so like a phone of the list. */
  private isWholeElsewhere(phone: string): boolean {
    return this.drafts.some(
      ({ contacts, zeros }) =>
        contacts.some((contact) => contact.phone === phone) && !zeros?.bare.includes(phone),
    );
  }

  /** The number of who collects the fees, of the hamlet's head: whose it is a person says. */
  private setPhonesOfManyAside(draft: HouseholdDraft): void {
    const phones = draft.contacts
      .map(({ phone }) => phone)
      .filter(
        (phone) => this.owners.isOfMany(phone) && !(isOfficial(draft) && this.owners.hasOneClaim(phone)),
      );
    if (phones.length > 0) setAside(draft, 'phone-of-many', phones);
  }
}

/** `Trưởng thôn` beside one of the households: the number is his. */
function isOfficial({ note }: HouseholdDraft): boolean {
  return (
    note !== null &&
    /^(?:là )?(?:(?:phó )?trưởng (?:thôn|ấp|bản|khu|xóm|khóm|khối|làng|buôn|sóc)|tổ (?:trưởng|phó)|bí thư)(?![\p{L}\p{M}])/iu.test(
      note,
    )
  );
}

/** The head's name without accents and titles, which its key begins with. */
function nameOf({ headName, keys }: HouseholdDraft): string {
  const key = keys.looseKey || looseHouseholdKey({ headName });
  return key.slice(0, key.indexOf('|'));
}

/** Null for a household that cannot be told from its namesakes. */
function keyOf(draft: HouseholdDraft): string | null {
  if (draft.faults.length > 0 || draft.contacts.length === 0 || !isSpecificAddress(draft.address))
    return null;
  return `${foldVietnamese(draft.commune ?? '')}|${foldVietnamese(draft.neighbourhood?.name ?? '')}|${draft.code ?? ''}|${draft.keys.matchKey}`;
}

function join(first: HouseholdDraft, next: HouseholdDraft): boolean {
  const added = next.contacts.filter(({ phone }) => !first.contacts.some((known) => known.phone === phone));
  if (added.length === 0 || first.contacts.length + added.length > 20) return false;
  first.contacts.push(...added);
  first.raw.push(...next.raw);
  first.zeros?.bare.push(...(next.zeros?.bare ?? []));
  first.note ??= next.note;
  first.warnings.push(...next.warnings);
  first.repairs.push(...next.repairs, {
    code: 'joined-rows',
    sentence: `Đã gộp dòng ${next.sheetRow} (cùng chủ hộ ${cleanText(next.headName)}, cùng địa chỉ) vào hộ này.`,
  });
  return true;
}
