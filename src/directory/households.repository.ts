import { Injectable } from '@nestjs/common';
import { looseHouseholdKey } from '../domain/household-key.js';
import { maskPhone } from '../domain/phone.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';
import { Id, readCursor, toPage, type Page } from '../platform/http/page.js';
import type { HouseholdQuery, HouseholdView } from './household.schema.js';
import { likePattern } from './like-pattern.js';

interface HouseholdRow {
  id: string;
  area_id: string;
  area_name: string;
  code: string | null;
  head_name: string;
  address: string | null;
  note: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  contacts: HouseholdView['contacts'] | null;
  shows_numbers: boolean | null;
}

/** Where the reader may look, and where at phone numbers too: elsewhere these are masked, and not searched. */
export interface HouseholdScopes {
  rows: AreaScope;
  numbers: AreaScope;
}

/** Which households: of an area and everything below it, or found by a text. */
export type HouseholdFilter = Pick<HouseholdQuery, 'areaId' | 'q'>;

const EXPORT_BATCH = 1000;

/** Shortest run of figures that is looked for among phone numbers. */
const MIN_PHONE_DIGITS = 3;

/** Reads households with their contacts. */
@Injectable()
export class HouseholdsRepository {
  constructor(private readonly sql: Sql) {}

  /** One page of a scope by id, which is the order of the spreadsheet they came from. */
  async list(scopes: HouseholdScopes, query: HouseholdQuery): Promise<Page<HouseholdView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? null;
    const rows = await this.after(after, scopes, query, query.limit + 1);
    return toPage(rows, query.limit, (row) => [row.id], toHouseholdView);
  }

  /**
   * Every household that a filter finds in the scope, by id, a thousand at a time: whoever reads slowly holds no
   * transaction open, and a household that is changed meanwhile is read as it is then.
   */
  async forEach(
    scopes: HouseholdScopes,
    filter: HouseholdFilter,
    visit: (household: HouseholdView) => Promise<void>,
  ): Promise<void> {
    let after: string | null = null;
    for (;;) {
      const rows: HouseholdRow[] = await this.after(after, scopes, filter, EXPORT_BATCH);
      for (const row of rows) await visit(toHouseholdView(row));
      if (rows.length < EXPORT_BATCH) return;
      after = rows.at(-1)!.id;
    }
  }

  private after(
    after: string | null,
    scopes: HouseholdScopes,
    filter: HouseholdFilter,
    limit: number,
  ): Promise<HouseholdRow[]> {
    const { text, phone, code } = searchTerms(filter.q);
    return this.select(
      `where h.deleted_at is null
         and ($1::bigint is null or h.id > $1)
         and ($2::bigint is null
              or h.area_id in (select d.id from areas a join areas d on d.path like a.path || '%' where a.id = $2))
         and ($3::text is null or h.loose_key like $3 or h.head_name_folded like $3 or h.code = $5
              or (h.id in (select household_id from contacts where phone like $4)
                  and ${inScope('h.area_id', '$8')}))
         and ${inScope('h.area_id', '$6')}
       order by h.id limit $7`,
      [after, filter.areaId ?? null, text, phone, code, scopes.rows, limit, scopes.numbers],
      '$8',
    );
  }

  /** Null where there is none in the scope, or it was removed. */
  async find(scopes: HouseholdScopes, id: string): Promise<HouseholdView | null> {
    const [row] = await this.select(
      `where h.id = $1 and h.deleted_at is null and ${inScope('h.area_id', '$2')}`,
      [id, scopes.rows, scopes.numbers],
      '$3',
    );
    return row ? toHouseholdView(row) : null;
  }

  /** @param numbers the parameter with the areas in which the reader sees phone numbers */
  private select(rest: string, values: unknown[], numbers: string): Promise<HouseholdRow[]> {
    return this.sql.query<HouseholdRow & Record<string, unknown>>(
      `with shown as materialized (select h.* from households h ${rest})
       select s.id, s.area_id, a.name as area_name, s.code, s.head_name, s.address, s.note, s.version,
              s.created_at, s.updated_at, ${inScope('s.area_id', numbers)} as shows_numbers,
              (select jsonb_agg(jsonb_build_object(
                        'id', c.id::text, 'phone', c.phone, 'name', c.name, 'relation', c.relation,
                        'refused', array(select r.channel from refusals r
                                          where r.phone = c.phone and r.lifted_at is null order by 1))
                      order by c.position, c.id)
                 from contacts c where c.household_id = s.id) as contacts
         from shown s join areas a on a.id = s.area_id order by s.id`,
      values,
    );
  }
}

/** What a search box's text means: a part of name and address, a code, and figures of a phone number. */
function searchTerms(q: string | undefined): {
  text: string | null;
  phone: string | null;
  code: string | null;
} {
  if (q === undefined || q.trim() === '') return { text: null, phone: null, code: null };
  const text = looseHouseholdKey({ headName: '', address: q }).slice(1);
  // The leading 0 or 84 is not in every spelling of a number; what follows it is.
  const digits = /^[\d\s.()+-]+$/.test(q) ? q.replace(/\D/g, '').replace(/^(?:0+|84)/, '') : '';
  return {
    text: likePattern(text === '' ? q : text),
    phone: digits.length >= MIN_PHONE_DIGITS ? likePattern(digits) : null,
    code: q.trim(),
  };
}

function toHouseholdView(row: HouseholdRow): HouseholdView {
  return {
    id: row.id,
    areaId: row.area_id,
    areaName: row.area_name,
    code: row.code,
    headName: row.head_name,
    address: row.address,
    note: row.note,
    contacts: (row.contacts ?? []).map((contact) =>
      row.shows_numbers ? contact : { ...contact, phone: maskPhone(contact.phone) },
    ),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
