import type { Household } from '../../api/households.js';
import { showPhone } from '../../ui/phone.js';

/** A household as it is typed. */
export interface HouseholdForm {
  areaId: string;
  headName: string;
  address: string;
  code: string;
  note: string;
  contacts: readonly ContactForm[];
}

export interface ContactForm {
  /** Tells the lines apart while they are typed. */
  key: string;
  phone: string;
  name: string;
  relation: string;
}

let made = 0;

export const newContact = (): ContactForm => ({ key: `new ${++made}`, phone: '', name: '', relation: '' });

export function formOf(household: Household): HouseholdForm {
  const { areaId, headName, address, code, note, contacts } = household;
  return {
    areaId,
    headName,
    address: address ?? '',
    code: code ?? '',
    note: note ?? '',
    contacts: contacts.map(({ id, phone, name, relation }) => ({
      key: id,
      phone: showPhone(phone),
      name: name ?? '',
      relation: relation ?? '',
    })),
  };
}

/** What the server takes; empty lines of contacts are left out. */
export function bodyOf({ contacts, ...form }: HouseholdForm) {
  return {
    ...form,
    contacts: contacts
      .filter(({ phone, name, relation }) => phone.trim() + name.trim() + relation.trim() !== '')
      .map(({ phone, name, relation }) => ({ phone, name, relation })),
  };
}

/** The fields that the server is told of: those that the person changed. Contacts are one field. */
export function changesOf(form: HouseholdForm, household: Household): Partial<ReturnType<typeof bodyOf>> {
  const [now, was] = [bodyOf(form), bodyOf(formOf(household))];
  return Object.fromEntries(
    Object.entries(now).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(was[key as keyof typeof was]),
    ),
  );
}

/** The numbers of a form in one line. */
export const phonesOf = (form: HouseholdForm) => form.contacts.map(({ phone }) => phone).join(', ');
