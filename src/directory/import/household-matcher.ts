// Owns: what one household of a file means for the directory: create, update, unchanged or rejected, and why.
// Emits: a decision per household; it remembers the households before it, so it must see them in the file's order.
// Never: asks the database; the candidates of a batch are handed to it.
import { hasAccents, householdKey } from '../../domain/household-key.js';
import { isSpecificAddress } from './address-kind.js';
import type { PlaceDecision, Places } from './area-index.js';
import type { HouseholdDraft, Remark } from './draft-household.js';
import type { ExistingHousehold, HouseholdState } from './household-state.js';
import { afterImport, isSameState } from './household-state.js';
import {
  type Answered,
  askAboutLikeness,
  askAboutPhone,
  HELD_BACK,
  HELD_KINDS,
  type Question,
} from './questions.js';
import { SeenRows } from './seen-rows.js';
import { dropAnswered } from './set-aside.js';

export interface Decision {
  outcome: 'create' | 'update' | 'unchanged' | 'rejected';
  /** Why it is rejected, or what to know of a good one. */
  reasons: Remark[];
  place: Exclude<PlaceDecision, { kind: 'refused' }> | null;
  /** The household that is there already. */
  match: ExistingHousehold | null;
  /** What it will be after an update. */
  next: HouseholdState | null;
  /** What a person should say about it. */
  question: Question | null;
  /** What a person has said, as far as it still holds. */
  said: readonly Answered[];
}

/** Households that are there already, found by what the rows of a batch have: code, name and address, or a phone. */
export class Candidates {
  private readonly byId = new Map<string, ExistingHousehold>();
  private readonly byCode = new Map<string, ExistingHousehold>();
  private readonly byLooseKey = new Map<string, ExistingHousehold[]>();
  private readonly byPhone = new Map<string, ExistingHousehold[]>();

  constructor(households: readonly ExistingHousehold[]) {
    for (const household of households) {
      this.byId.set(household.id, household);
      if (household.code) this.byCode.set(`${household.areaId} ${household.code}`, household);
      push(this.byLooseKey, `${household.areaId} ${household.keys.looseKey}`, household);
      for (const { phone } of household.contacts)
        push(this.byPhone, `${household.areaId} ${phone}`, household);
    }
  }

  withId(id: string): ExistingHousehold | undefined {
    return this.byId.get(id);
  }

  withCode(areaId: string, code: string): ExistingHousehold | undefined {
    return this.byCode.get(`${areaId} ${code}`);
  }

  withLooseKey(areaId: string, looseKey: string): readonly ExistingHousehold[] {
    return this.byLooseKey.get(`${areaId} ${looseKey}`) ?? [];
  }

  withPhone(areaId: string, phone: string): readonly ExistingHousehold[] {
    return this.byPhone.get(`${areaId} ${phone}`) ?? [];
  }
}

export class HouseholdMatcher {
  private readonly seen = new SeenRows();

  constructor(private readonly areas: Places) {}

  /** Where a draft belongs; the caller looks for candidates there before it asks for the decision. */
  place(draft: HouseholdDraft): PlaceDecision {
    return this.areas.place(draft.neighbourhood, draft);
  }

  decide(draft: HouseholdDraft, place: PlaceDecision, candidates: Candidates): Decision {
    const faults = [...draft.faults, ...(place.kind === 'refused' ? [place.fault] : [])];
    if (faults.length > 0 || place.kind === 'refused') return rejected(draft, faults);
    if (draft.said?.some(({ choice }) => choice === 'skip')) return rejected(draft, [LEFT_OUT]);
    const found = place.kind === 'known' ? findMatch(draft, place.areaId, candidates) : null;
    const like = found || place.kind !== 'known' ? null : findLike(draft, place.areaId, candidates);
    const match = found ?? findAsked(draft, place, candidates);
    // "The same" was said of one household: of another that is like the row today nobody said it.
    const said = (draft.said ?? []).filter(({ choice }) => match || choice !== 'same');
    const keys = this.fileKeys(draft, place, match);
    const twin = this.findTwin(draft, keys);
    if (twin) return rejected(draft, [twin]);
    this.seen.add(Object.values(keys).flat(), { sheet: draft.sheet, row: draft.sheetRow });
    const isAsked = said.length > 0 && said.length === draft.said?.length;
    const another = match || isAsked ? null : this.askAboutAnother(draft, like);
    const question = another ?? askAboutSetAside(draft, said, match);
    dropAnswered(draft, said);
    this.seen.addPhones(
      draft.contacts.map(({ phone }) => phone),
      { sheet: draft.sheet, row: draft.sheetRow },
    );
    if (!match)
      return { outcome: 'create', reasons: draft.warnings, place, match: null, next: null, question, said };
    const next = afterImport(match, draft);
    const outcome = isSameState(match, next) ? 'unchanged' : 'update';
    return { outcome, reasons: draft.warnings, place, match, next, question, said };
  }

  /** A household of the directory that may be this one weighs more than a phone in another row of the file. */
  private askAboutAnother(draft: HouseholdDraft, like: ExistingHousehold | null): Question | null {
    if (like) return askAboutLikeness(draft, like);
    const twice = draft.contacts.flatMap(({ phone }) => {
      const at = this.seen.findPhone(phone);
      return at ? [{ phone, at }] : [];
    });
    return twice.length > 0 ? askAboutPhone(twice) : null;
  }

  /** Keys that no later row of the file may have. */
  private fileKeys(draft: HouseholdDraft, place: PlaceDecision, match: ExistingHousehold | null) {
    const area = place.kind === 'known' ? place.areaId : place.kind === 'new' ? `new ${place.key}` : '';
    const key = `${area} ${draft.keys.matchKey}`;
    // Two men of one name, without addresses, are one household only where they share a phone or have none at all.
    const isPlaced = isSpecificAddress(draft.address) || draft.contacts.length === 0;
    return {
      code: draft.code ? [`code ${area} ${draft.code}`] : [],
      household: [
        ...(match ? [`id ${match.id}`] : []),
        ...(isPlaced ? [`key ${key}`] : draft.contacts.map(({ phone }) => `key ${key} ${phone}`)),
      ],
    };
  }

  private findTwin(draft: HouseholdDraft, keys: { code: string[]; household: string[] }): Remark | null {
    for (const key of keys.household) {
      // Two households of one name and address with different codes are the office's word against ours.
      const twin = this.seen.find(key);
      if (twin) return { code: 'duplicate-in-file', sentence: `Trùng với ${placeName(twin)}.` };
    }
    const twin = keys.code[0] === undefined ? null : this.seen.find(keys.code[0]);
    return (
      twin && { code: 'code-twice-in-file', sentence: `Mã hộ ${draft.code} đã dùng ở ${placeName(twin)}.` }
    );
  }
}

/**
 * The household of the area that a draft means. First the code. Then name and address: with an address that is enough,
 * without one they must share a phone (or one has none). Then the same where one side is written without accents and a
 * single household fits. Then the same name with the same phone: the address has changed.
 */
function findMatch(draft: HouseholdDraft, areaId: string, candidates: Candidates): ExistingHousehold | null {
  const byCode = draft.code ? candidates.withCode(areaId, draft.code) : undefined;
  if (byCode) return byCode;
  const { matchKey, looseKey } = draft.keys;
  const phones = new Set(draft.contacts.map(({ phone }) => phone));
  const mayBe = (household: ExistingHousehold) =>
    !draft.code || !household.code || household.code === draft.code;
  const shares = (household: ExistingHousehold) => household.contacts.some(({ phone }) => phones.has(phone));
  const sufficient = (household: ExistingHousehold) =>
    isSpecificAddress(draft.address) ||
    shares(household) ||
    phones.size === 0 ||
    household.contacts.length === 0;

  const alike = candidates.withLooseKey(areaId, looseKey).filter(mayBe);
  const same = alike.filter((household) => household.keys.matchKey === matchKey);
  const known = same.find(shares) ?? (same.length === 1 && sufficient(same[0]!) ? same[0] : undefined);
  if (known) return known;
  const plain = alike.filter((household) => isBare(draft) || isBare(household));
  if (same.length === 0 && plain.length === 1 && sufficient(plain[0]!)) return plain[0]!;

  const sharing = [...phones].flatMap((phone) => candidates.withPhone(areaId, phone)).filter(mayBe);
  if (sharing.length === 0) return null;
  const name = householdKey({ headName: draft.headName });
  return sharing.find((household) => householdKey({ headName: household.headName }) === name) ?? null;
}

/** A household of the area that may be the draft's though nothing makes it sure: a phone, or name and address without accents. */
function findLike(draft: HouseholdDraft, areaId: string, candidates: Candidates): ExistingHousehold | null {
  const byPhone = draft.contacts.flatMap(({ phone }) => candidates.withPhone(areaId, phone))[0];
  if (byPhone) return byPhone;
  const mayBe = (household: ExistingHousehold) => !draft.code || !household.code;
  return candidates.withLooseKey(areaId, draft.keys.looseKey).find(mayBe) ?? null;
}

/** The household that the answered question was about, where something still makes it like the draft. */
function findAsked(
  { said = [] }: HouseholdDraft,
  place: PlaceDecision,
  candidates: Candidates,
): ExistingHousehold | null {
  const household = said.find(({ choice }) => choice === 'same')?.question.household;
  const asked = household ? candidates.withId(household.id) : undefined;
  return place.kind === 'known' && asked?.areaId === place.areaId ? asked : null;
}

/** Numbers that were set aside, of a household that is there already, too, unless it has them. */
function askAboutSetAside(
  draft: HouseholdDraft,
  said: readonly Answered[],
  match: ExistingHousehold | null,
): Question | null {
  const has = new Set(match?.contacts.map(({ phone }) => phone));
  for (const kind of HELD_KINDS) {
    const phones = (draft.setAside?.[kind] ?? []).filter((phone) => !has.has(phone));
    const isAsked = said.some(({ question }) => question.kind === kind);
    if (!isAsked && phones.length > 0) return HELD_BACK[kind].ask(phones);
  }
  return null;
}

const LEFT_OUT: Remark = { code: 'left-out', sentence: 'Bỏ qua theo trả lời của người nhập.' };

/** Written without a single accent. */
function isBare({ headName, address }: { headName: string; address: string | null }): boolean {
  return !hasAccents(`${headName} ${address ?? ''}`);
}

function rejected({ said = [] }: HouseholdDraft, reasons: Remark[]): Decision {
  return { outcome: 'rejected', reasons, place: null, match: null, next: null, question: null, said };
}

function placeName({ sheet, row }: { sheet: string; row: number }): string {
  return sheet === '' ? `dòng ${row}` : `dòng ${row} (trang “${sheet}”)`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
