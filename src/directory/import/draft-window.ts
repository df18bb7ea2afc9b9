import { cleanText, foldVietnamese } from '../../domain/vietnamese.js';
import { isSpecificAddress } from './address-kind.js';
import type { HouseholdDraft } from './draft-household.js';
import { maybeCard } from './questions.js';

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

  /** Takes the next household of the file; gives those that nothing can join any more. */
  add(draft: HouseholdDraft): HouseholdDraft[] {
    this.countZeros(draft);
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
    const done = this.drafts.splice(0, count);
    for (const draft of done) {
      const key = keyOf(draft);
      if (key !== null && this.byKey.get(key) === draft) this.byKey.delete(key);
      this.setCardsAside(draft);
    }
    return done;
  }

  private countZeros({ sheet, zeros }: HouseholdDraft): void {
    if (!zeros) return;
    const sum = this.zeros.get(sheet) ?? { kept: 0, lost: 0, bare: 0 };
    sum.kept += zeros.kept;
    sum.lost += zeros.lost;
    sum.bare += zeros.bare.length;
    this.zeros.set(sheet, sum);
  }

  /**
   * Nine digits that may be a card are a phone in a list that lost other zeros, or all, and far from where such cards were
   * given out; in one that kept every other zero a person is asked.
   */
  private setCardsAside(draft: HouseholdDraft): void {
    const { bare = [] } = draft.zeros ?? {};
    const all = this.zeros.get(draft.sheet) ?? { kept: 0, lost: 0, bare: 0 };
    if (bare.length === 0 || all.lost > 0 || all.kept === 0 || all.bare >= MANY) return;
    if (NOT_OF_MEKONG.test(foldVietnamese(draft.neighbourhood?.name ?? ''))) return;
    draft.maybeCards = bare;
    draft.contacts = draft.contacts.filter(({ phone }) => !bare.includes(phone));
    draft.warnings.push(maybeCard(bare));
  }
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
