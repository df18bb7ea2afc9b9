import { Injectable } from '@nestjs/common';
import { normalisePhone } from '../domain/phone.js';
import type { Queryable } from '../platform/database/sql.js';
import { ERASED_NAME } from './erased.js';

/** How much was cleared, for the audit trail. */
export interface Erased {
  deliveries: number;
  replies: number;
  singles: number;
  importRows: number;
}

/** So many digits at the end are the same in every spelling of a number, those of before 2018 included. */
const SAME_DIGITS = 7;

/** Clears one household wherever its names, numbers and texts stand; each statement over all of its rows. */
@Injectable()
export class ErasureRepository {
  /** The household and those that were joined into it. */
  async householdsOf(tx: Queryable, id: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with recursive joined as (
         select $1::bigint as id
         union
         select m.merged_id from joined j join household_merges m on m.kept_id = j.id and m.undone_at is null)
       select id from joined order by id`,
      [id],
    );
    return rows.map((row) => row.id);
  }

  /** Its numbers now and in the ledger, but for those that another household has. */
  async ownPhones(tx: Queryable, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ phone: string }>(
      `with known as (
         select phone from contacts where household_id = any($1::bigint[])
         union select phone from deliveries where household_id = any($1::bigint[])
         union select a.phone from deliveries d join attempts a on a.delivery_id = d.id where d.household_id = any($1::bigint[]))
       select phone from known
        where phone <> '' and not exists (select 1 from contacts c where c.phone = known.phone
                                             and c.household_id <> all($1::bigint[]))`,
      [ids],
    );
    return rows.map(({ phone }) => phone);
  }

  async isBeingSent(tx: Queryable, ids: readonly string[]): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from deliveries where household_id = any($1::bigint[]) and state = 'sending'
       union all select 1 from outbox where household_id = any($1::bigint[]) and state = 'sending' limit 1`,
      [ids],
    );
    return rows.length > 0;
  }

  async clear(tx: Queryable, ids: readonly string[], phones: readonly string[]): Promise<Erased> {
    const households = [ids];
    // Each try in doubt is left to a person: there is nothing any more that could be sent again.
    await tx.execute(
      `update doubts set ask_at = null where delivery_id in (select id from deliveries where household_id = any($1::bigint[]))`,
      households,
    );
    await tx.execute(
      `update attempts set phone = '' where delivery_id in (select id from deliveries where household_id = any($1::bigint[]))`,
      households,
    );
    const receipts = [...(await receiptsFrom(tx, phones)), ...(await receiptsOfReplies(tx, ids, phones))];
    // What was not read yet is not read any more: an empty answer would wait for a person.
    await tx.execute(
      `update receipts set phone = null, text = null, raw = null,
              outcome = case when kind = 'inbound' and applied_at is null then 'erased' else outcome end,
              applied_at = case when kind = 'inbound' then coalesce(applied_at, now()) else applied_at end
        where delivery_id in (select id from deliveries where household_id = any($1::bigint[])) or id = any($2::bigint[])`,
      [ids, receipts],
    );
    const deliveries = await tx.execute(
      `update deliveries set head_name = $2, address = null, household_code = null, phone = null, same_reference = false,
              state = case when state = 'planned' then 'skipped' else state end,
              reason = case when state = 'planned' then 'erased' else reason end,
              settled_at = case when state = 'planned' then now() else settled_at end
        where household_id = any($1::bigint[])`,
      [ids, ERASED_NAME],
    );
    const replies = await tx.execute(
      `update replies set phone = '', text = '' where household_id = any($1::bigint[]) or phone = any($2::text[])`,
      [ids, phones],
    );
    const singles = await tx.execute(
      `update outbox set phone = '', text = '',
              state = case when state = 'waiting' then 'skipped' else state end,
              reason = case when state = 'waiting' then 'erased' else reason end
        where household_id = any($1::bigint[]) or phone = any($2::text[])`,
      [ids, phones],
    );
    const importRows = await tx.execute(
      `update import_rows set raw = '[]', parsed = null, before = null, question = null where household_id = any($1::bigint[])`,
      households,
    );
    await tx.execute(
      `update household_merges set before = $2, undone_at = coalesce(undone_at, now())
        where kept_id = any($1::bigint[]) or merged_id = any($1::bigint[])`,
      [ids, JSON.stringify({ merged: { headName: ERASED_NAME } })],
    );
    await tx.execute('update zalo_users set phone = null where phone = any($1::text[])', [phones]);
    await tx.execute(
      'update area_moves set old_code = null where household_id = any($1::bigint[])',
      households,
    );
    await tx.execute('delete from group_members where household_id = any($1::bigint[])', households);
    await tx.execute('delete from contacts where household_id = any($1::bigint[])', households);
    await tx.execute(
      `update households set head_name = $2, head_name_folded = '', address = null, note = null, code = null, match_key = '',
              loose_key = '', version = version + 1, updated_at = now(), deleted_at = coalesce(deleted_at, now())
        where id = any($1::bigint[])`,
      [ids, ERASED_NAME],
    );
    return { deliveries, replies, singles, importRows };
  }
}

/**
 * Whatever operators said with one of these numbers, however they write it: the inbox keeps their spelling, and
 * `84912345678` is the same phone as `0912 345 678`.
 */
async function receiptsFrom(tx: Queryable, phones: readonly string[]): Promise<string[]> {
  const own = new Set(phones);
  const rows = await tx.query<{ id: string; phone: string }>(
    `select id, phone from receipts where right(translate(phone, ' .-()', ''), ${SAME_DIGITS}) = any($1::text[])`,
    [phones.map((phone) => phone.slice(-SAME_DIGITS))],
  );
  const isOwn = (written: string) => {
    const found = normalisePhone(written);
    return found.kind === 'mobile' && own.has(found.e164);
  };
  return rows.filter(({ phone }) => isOwn(phone)).map(({ id }) => id);
}

/**
 * What the household's answers were made of, also where another household has the number: the other parts of a long text
 * and an operator's second call have no answer of their own.
 */
async function receiptsOfReplies(
  tx: Queryable,
  ids: readonly string[],
  phones: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with said as materialized (
       select r.* from replies p join receipts r on r.id = p.receipt_id
        where p.household_id = any($1::bigint[]) or p.phone = any($2::text[]))
     select id from said
     union
     select r.id from said s
       join receipts r on r.kind = 'inbound' and r.gateway_id = s.gateway_id and r.phone = s.phone
        and (r.text = s.text or r.part ->> 'reference' = s.part ->> 'reference' and r.part ->> 'total' = s.part ->> 'total'
                            and r.received_at between s.received_at - interval '10 minutes'
                                                  and s.received_at + interval '10 minutes')`,
    [ids, phones],
  );
  return rows.map(({ id }) => id);
}
