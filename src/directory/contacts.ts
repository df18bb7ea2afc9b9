import type { EntityManager } from 'typeorm';
import { normalisePhone } from '../domain/phone.js';
import { PHONE_REJECTIONS_VI } from '../domain/phone-messages.js';
import { type FieldError, invalidInput } from '../platform/http/domain-error.js';
import type { ContactInput } from './household.schema.js';

/**
 * Makes `contacts` the whole list of a household, in this order. A phone that stays keeps its row and id.
 * Answers the phones as they are kept.
 * Throws a 400 that names each phone that cannot be used or stands twice.
 */
export async function replaceContacts(
  manager: EntityManager,
  householdId: string,
  contacts: readonly ContactInput[],
): Promise<string[]> {
  const phones = readPhones(contacts);
  await manager.query('delete from contacts where household_id = $1 and phone <> all($2::text[])', [
    householdId,
    phones,
  ]);
  const given = <T>(value: T | undefined) => value !== undefined;
  await manager.query(
    `insert into contacts (household_id, phone, name, relation, language, channel, position)
     select $1, phone, name, relation, language, channel, ordinality - 1
       from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
              with ordinality as c (phone, name, relation, language, channel, ordinality)
     on conflict (household_id, phone) do update
       set name = excluded.name, relation = excluded.relation, position = excluded.position,
           language = case when ($7::boolean[])[excluded.position + 1] then excluded.language else contacts.language end,
           channel = case when ($8::boolean[])[excluded.position + 1] then excluded.channel else contacts.channel end`,
    [
      householdId,
      phones,
      contacts.map(({ name }) => name || null),
      contacts.map(({ relation }) => relation || null),
      contacts.map(({ language }) => language ?? null),
      contacts.map(({ channel }) => channel ?? null),
      contacts.map(({ language }) => given(language)),
      contacts.map(({ channel }) => given(channel)),
    ],
  );
  return phones;
}

/** E.164 of each contact, in order. */
function readPhones(contacts: readonly ContactInput[]): string[] {
  const errors: FieldError[] = [];
  const phones: string[] = [];
  for (const [i, { phone }] of contacts.entries()) {
    const path = `contacts.${i}.phone`;
    const finding = normalisePhone(phone);
    if (finding.kind === 'rejected') errors.push({ path, message: PHONE_REJECTIONS_VI[finding.reason] });
    else if (phones.includes(finding.e164)) errors.push({ path, message: 'số này đã có ở trên' });
    else phones.push(finding.e164);
  }
  if (errors.length === 0) return phones;
  throw invalidInput(errors);
}
