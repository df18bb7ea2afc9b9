import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** Who a campaign is for. */
export interface AudienceRule {
  /** Roots: everything below them is meant. Overlapping roots count once. */
  areaIds: readonly string[];
  /** One message per household, or one per phone of it. */
  perHousehold: 'one' | 'all';
  channel: 'sms' | 'zalo';
}

/** One row of an audience: a household (or a phone of it), with the phone that would receive or why none would. */
export interface AudienceRow {
  household_id: string;
  slot: number;
  area_id: string;
  head_name: string;
  address: string | null;
  household_code: string | null;
  contact_id: string | null;
  phone: string | null;
  skip_reason: SkipReason | null;
  /** Further phones of the household that have not refused: what may be tried when this one fails. */
  spare_contacts: number;
}

/** Why a household is left out: no phone at all, every phone of it refused, or its phone stands for another household. */
export type SkipReason = 'no-contact' | 'refused' | 'duplicate';

/** SQL with its parameters, to be run alone or inside `insert … select`. */
export interface SqlText {
  text: string;
  values: unknown[];
}

/** The households meant, and their contacts that have not refused; `$1` roots, `$2` channel. */
const SCOPE = /* sql */ `
  with scope as (
    select distinct a.id from areas root join areas a on a.path like root.path || '%' where root.id = any($1::bigint[])),
  h as (
    select h.id, h.area_id, h.head_name, h.address, h.code
      from households h join scope on scope.id = h.area_id where h.deleted_at is null),
  c as (
    select c.household_id, c.id, c.phone, c.position, h.area_id,
           not exists (select 1 from refusals r
                        where r.phone = c.phone and r.channel = $2 and r.lifted_at is null) as is_open
      from contacts c join h on h.id = c.household_id)`;

/**
 * One message per household, and never two to one phone. First every household takes its first open contact, and of
 * households that share a phone the first one keeps it; the others take their first open contact that nobody kept, and
 * those for whom none is left are duplicates of a household that is reached.
 */
const ONE_PER_HOUSEHOLD = /* sql */ `${SCOPE},
  first_choice as (
    select distinct on (household_id) household_id, area_id, id, phone from c where is_open
     order by household_id, position, id),
  kept as (
    select distinct on (phone) household_id, id, phone from first_choice order by phone, area_id, household_id),
  second_choice as (
    select distinct on (c.household_id) c.household_id, c.area_id, c.id, c.phone
      from c join first_choice f on f.household_id = c.household_id
     where c.is_open and not exists (select 1 from kept k where k.household_id = c.household_id)
       and not exists (select 1 from kept k where k.phone = c.phone)
     order by c.household_id, c.position, c.id),
  chosen as (
    select household_id, id, phone from kept
    union all
    (select distinct on (phone) household_id, id, phone from second_choice order by phone, area_id, household_id)),
  has_contact as (
    select household_id, bool_or(is_open) as has_open, count(*) filter (where is_open) as open_contacts from c group by 1)
  select h.id as household_id, 0::smallint as slot, h.area_id, h.head_name, h.address, h.code as household_code,
         chosen.id as contact_id, chosen.phone,
         case when chosen.id is not null then null
              when has_contact.household_id is null then 'no-contact'
              when not has_contact.has_open then 'refused'
              else 'duplicate' end as skip_reason,
         case when chosen.id is null then 0 else has_contact.open_contacts - 1 end::int as spare_contacts
    from h left join chosen on chosen.household_id = h.id left join has_contact on has_contact.household_id = h.id`;

/** One message per phone; a household whose phones are all closed or taken has one row that says why. */
const ONE_PER_PHONE = /* sql */ `${SCOPE},
  ranked as (
    select household_id, id, phone, is_open, position,
           row_number() over (partition by phone, is_open order by area_id, household_id, id) = 1 as is_first
      from c),
  sent as (
    select household_id, id, phone,
           (row_number() over (partition by household_id order by position, id) - 1)::smallint as slot
      from ranked where is_open and is_first),
  has_contact as (select household_id, bool_or(is_open) as has_open from c group by 1)
  select h.id as household_id, coalesce(sent.slot, 0::smallint) as slot, h.area_id, h.head_name, h.address,
         h.code as household_code, sent.id as contact_id, sent.phone,
         case when sent.id is not null then null
              when has_contact.household_id is null then 'no-contact'
              when not has_contact.has_open then 'refused'
              else 'duplicate' end as skip_reason,
         0 as spare_contacts
    from h left join sent on sent.household_id = h.id left join has_contact on has_contact.household_id = h.id`;

/** The audience of a rule as one select of AudienceRow, in no particular order. */
export function audienceQuery(rule: AudienceRule): SqlText {
  const text = rule.perHousehold === 'one' ? ONE_PER_HOUSEHOLD : ONE_PER_PHONE;
  return { text, values: [rule.areaIds, rule.channel] };
}

/** Answers "who is this audience?" without writing anything. */
@Injectable()
export class AudienceRepository {
  constructor(private readonly sql: Sql) {}

  /** Reads the audience in batches through a cursor, so that a million households fit in bounded memory. */
  async forEachBatch(
    { text, values }: SqlText,
    batch: number,
    visit: (rows: AudienceRow[]) => void,
  ): Promise<void> {
    await this.sql.transaction(async (tx) => {
      await tx.execute(`set local work_mem = '96MB'`);
      await tx.execute(
        `declare audience no scroll cursor for select * from (${text}) a order by area_id, household_id, slot`,
        values,
      );
      for (;;) {
        const rows = await tx.query<AudienceRow & Record<string, unknown>>(
          `fetch ${Math.trunc(batch)} from audience`,
        );
        if (rows.length === 0) return;
        visit(rows);
      }
    });
  }
}
