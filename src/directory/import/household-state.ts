import { hasAccents } from '../../domain/household-key.js';
import type { HouseholdKeys } from '../household-keys.js';
import type { DraftContact, HouseholdDraft } from './draft-household.js';

/** What an import can change of a household. */
export interface HouseholdState {
  headName: string;
  address: string | null;
  code: string | null;
  note: string | null;
  contacts: DraftContact[];
}

export interface ExistingHousehold extends HouseholdState {
  id: string;
  areaId: string;
  version: number;
  keys: HouseholdKeys;
}

/**
 * A household after a file's row is applied. What the row does not say stays. Phones are added, never removed: new ones
 * and their order come first, since the file is newer; if it has none that is new, the order stays too.
 */
export function afterImport(household: HouseholdState, draft: HouseholdDraft): HouseholdState {
  return {
    headName: newer(household.headName, draft.headName),
    address: draft.address === null ? household.address : newer(household.address ?? '', draft.address),
    code: draft.code ?? household.code,
    note: draft.note ?? household.note,
    contacts: joinContacts(household.contacts, draft.contacts),
  };
}

export function isSameState(a: HouseholdState, b: HouseholdState): boolean {
  return (
    a.headName === b.headName &&
    a.address === b.address &&
    a.code === b.code &&
    a.note === b.note &&
    a.contacts.length === b.contacts.length &&
    a.contacts.every((contact, i) => {
      const other = b.contacts[i]!;
      return (
        contact.phone === other.phone && contact.name === other.name && contact.relation === other.relation
      );
    })
  );
}

/** A list typed without accents does not take the accents from a name that has them. */
function newer(known: string, said: string): string {
  return hasAccents(known) && !hasAccents(said) ? known : said;
}

function joinContacts(known: readonly DraftContact[], said: readonly DraftContact[]): DraftContact[] {
  const of = (phone: string, contacts: readonly DraftContact[]) =>
    contacts.find((contact) => contact.phone === phone);
  const filled = (contact: DraftContact): DraftContact => {
    const before = of(contact.phone, known);
    const now = of(contact.phone, said);
    const name = now?.name ?? before?.name ?? null;
    return { phone: contact.phone, name, relation: now?.relation ?? before?.relation ?? null };
  };
  const isNews = said.some(({ phone }) => !of(phone, known));
  if (!isNews) return known.map(filled);
  return [...said, ...known.filter(({ phone }) => !of(phone, said))].map(filled);
}
