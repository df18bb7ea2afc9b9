// Owns: which of the phones that a row has go in: all but those that are set aside, or that a person said to drop.
// Emits: the contacts of a draft, derived anew from those that were read whenever an answer is given or changed.
// Never: loses a contact as it was read: an answer that is taken back brings it back with its name and relation.
import type { DraftContact, HouseholdDraft, Remark } from './draft-household.js';
import { type Answered, HELD_BACK, HELD_KINDS, type HeldKind, isHeld } from './questions.js';

/** Phones that are left out until a person says that they are the household's, by the question about them. */
export type SetAside = Partial<Record<HeldKind, string[]>>;

/** Leaves phones out of the contacts, and says so. */
export function setAside(draft: HouseholdDraft, kind: HeldKind, phones: string[]): void {
  draft.setAside = { ...draft.setAside, [kind]: phones };
  leaveOut(draft, phones);
  draft.warnings.push(HELD_BACK[kind].remark(phones));
}

/** Leaves out the phones of questions that were answered so; those that are set aside are out already. */
export function dropAnswered(draft: HouseholdDraft, said: readonly Answered[]): void {
  const phones = said.flatMap(({ question, choice }) =>
    choice === 'drop-phone' && !isHeld(question.kind) ? question.phones : [],
  );
  if (phones.length === 0) return;
  leaveOut(draft, phones);
  draft.repairs.push(DROPPED);
}

/** A draft with the contacts as read → one without those that are set aside and that nobody said to keep. */
export function withAnswers(draft: HouseholdDraft, aside: SetAside): HouseholdDraft {
  const derived = {
    ...draft,
    warnings: draft.warnings.filter(({ code }) => !HELD_CODES.has(code)),
    repairs: draft.repairs.filter(({ code }) => code !== DROPPED.code),
  };
  if (Object.keys(aside).length > 0) [derived.read, derived.setAside] = [draft.contacts, aside];
  for (const kind of HELD_KINDS) {
    const isKept = draft.said?.some(
      ({ question, choice }) => question.kind === kind && choice === 'keep-phone',
    );
    if (aside[kind] && !isKept) setAside(derived, kind, aside[kind]);
  }
  return derived;
}

/**
 * The contacts as read, of a row that was written before they were kept: what its question asks about stood in it, though with
 * what name is no longer known.
 */
export function readBefore(contacts: readonly DraftContact[], phones: readonly string[]): DraftContact[] {
  const lost = phones.filter((phone) => !contacts.some((contact) => contact.phone === phone));
  return [...contacts, ...lost.map((phone) => ({ phone, name: null, relation: null }))];
}

const HELD_CODES: ReadonlySet<string> = new Set(HELD_KINDS.map((kind) => HELD_BACK[kind].remark([]).code));

const DROPPED: Remark = {
  code: 'phone-dropped',
  sentence: 'Đã bỏ số trùng với hộ khác theo trả lời của người nhập.',
};

function leaveOut(draft: HouseholdDraft, phones: readonly string[]): void {
  draft.read ??= draft.contacts;
  draft.contacts = draft.contacts.filter(({ phone }) => !phones.includes(phone));
}
