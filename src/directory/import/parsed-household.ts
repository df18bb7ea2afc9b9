import { type HouseholdKeys, keysOf } from '../household-keys.js';
import type { DraftContact, DraftNeighbourhood, HouseholdDraft, Remark } from './draft-household.js';
import type { Decision } from './household-matcher.js';
import type { HouseholdState } from './household-state.js';
import { type Answered, type Choice, isHeld, type Question } from './questions.js';
import { readBefore, type SetAside, withAnswers } from './set-aside.js';

/** Columns of `households` that an import writes, with the keys that follow from them. */
export interface HouseholdColumns extends HouseholdState, HouseholdKeys {}

/** `import_rows.parsed`: what was read, what becomes of it, and all that deciding again needs. */
export interface ParsedHousehold extends HouseholdColumns {
  neighbourhood: DraftNeighbourhood | null;
  /** Left out where the rows say none. */
  commune?: string;
  /** Left out where there are none. */
  repairs?: Remark[];
  warnings?: Remark[];
  /** The contacts as read, where some of them do not go in; left out where all do. */
  read?: DraftContact[];
  /** Phones that do not go in until somebody says so. */
  setAside?: SetAside;
  /** Questions that were answered before the one that the row has now. */
  answered?: readonly Answered[];
  /** The neighbourhood that the commit creates for it. */
  newArea?: { key: string; name: string; parentId: string };
  /** What an update writes. */
  next?: HouseholdColumns;
}

/** `import_rows.before`: what an update changes, for undoing it. */
export interface HouseholdBefore extends HouseholdColumns {
  version: number;
}

/** One row of `import_rows`, as it is written. */
export interface ImportRowRecord {
  sheet: string;
  sheetRow: number;
  outcome: Decision['outcome'];
  reasonCodes: string[];
  reason: string | null;
  raw: HouseholdDraft['raw'];
  /** Null where the row itself is at fault; a duplicate may be no duplicate when it is decided again. */
  parsed: ParsedHousehold | null;
  areaId: string | null;
  householdId: string | null;
  before: HouseholdBefore | null;
  /** Left out where there is none. */
  question?: Question;
  /** Left out where there is none, or it holds no longer. */
  answer?: Choice;
}

/** @param newAreaId the id that is kept for the neighbourhood that the commit will create */
export function toRecord(
  draft: HouseholdDraft,
  decision: Decision,
  newAreaId: string | null,
): ImportRowRecord {
  const { match, next, place, outcome, reasons } = decision;
  const record: ImportRowRecord = {
    sheet: draft.sheet,
    sheetRow: draft.sheetRow,
    outcome,
    reasonCodes: reasons.map(({ code }) => code),
    reason: reasons.length > 0 ? reasons.map(({ sentence }) => sentence).join(' ') : null,
    raw: draft.raw,
    parsed: draft.faults.length > 0 ? null : toParsed(draft, decision),
    areaId: place?.kind === 'known' ? place.areaId : newAreaId,
    householdId: match?.id ?? null,
    before:
      outcome === 'update' && next ? { ...columns(match!, match!.keys), version: match!.version } : null,
  };
  const last = decision.said.at(-1);
  if (decision.question) record.question = decision.question;
  else if (last) [record.question, record.answer] = [last.question, last.choice];
  return record;
}

/** The draft that a row was made from, to decide about it again. */
export function toDraft(
  row: {
    sheet: string;
    sheetRow: number;
    raw: HouseholdDraft['raw'];
    answer: Choice | null;
    question: Question | null;
    was: { areaId: string | null };
  },
  parsed: ParsedHousehold,
): HouseholdDraft {
  const { headName, address, code, note, neighbourhood, repairs = [], warnings = [] } = parsed;
  const { headNameFolded, matchKey, looseKey } = parsed;
  const { sheet, sheetRow, raw, question, answer, was } = row;
  const draft: HouseholdDraft = {
    sheet,
    sheetRow,
    raw,
    headName,
    address,
    code,
    note,
    contacts: parsed.read ?? readBefore(parsed.contacts, question?.phones ?? []),
    neighbourhood,
    commune: parsed.commune ?? null,
    repairs,
    warnings,
    faults: [],
    keys: { headNameFolded, matchKey, looseKey },
    areaBefore: was.areaId,
    said: [...(parsed.answered ?? []), ...(question && answer ? [{ question, choice: answer }] : [])],
  };
  const aside = question && isHeld(question.kind) ? { [question.kind]: question.phones } : {};
  return withAnswers(draft, parsed.setAside ?? aside);
}

function toParsed(
  draft: HouseholdDraft,
  { outcome, place, next, question, said }: Decision,
): ParsedHousehold {
  const { neighbourhood, repairs, warnings } = draft;
  const parsed: ParsedHousehold = { ...columns(draft, draft.keys), neighbourhood };
  if (draft.commune !== null) parsed.commune = draft.commune;
  if (repairs.length > 0) parsed.repairs = repairs;
  if (warnings.length > 0) parsed.warnings = warnings;
  if (draft.read) parsed.read = draft.read;
  if (draft.setAside) parsed.setAside = draft.setAside;
  const before = question ? said : said.slice(0, -1);
  if (before.length > 0) parsed.answered = before;
  if (place?.kind === 'new') {
    const { key, name, parentId } = place;
    parsed.newArea = { key, name, parentId };
  }
  if (outcome === 'update' && next) parsed.next = columns(next, keysOf(next));
  return parsed;
}

function columns(
  { headName, address, code, note, contacts }: HouseholdState,
  keys: HouseholdKeys,
): HouseholdColumns {
  return { headName, address, code, note, contacts, ...keys };
}
