import { Injectable } from '@nestjs/common';
import { maskPhone } from '../domain/phone.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';
import { Id, type Page, readCursor, toCursor } from '../platform/http/page.js';
import { type Found, HouseholdIdsRepository } from './household-ids.repository.js';
import { type HouseholdFilter, type HouseholdScopes, searchOf } from './household-search.js';
import type { HouseholdCount, HouseholdListQuery, HouseholdView } from './household.schema.js';

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

const EXPORT_BATCH = 1000;

/** Reads households with their contacts. */
@Injectable()
export class HouseholdsRepository {
  private readonly ids: HouseholdIdsRepository;

  constructor(private readonly sql: Sql) {
    this.ids = new HouseholdIdsRepository(sql);
  }

  /**
   * One page of a scope by id, which is the order of the spreadsheet they came from. Where what is wanted is rare and no
   * index knows it, a page may be short though another follows: its cursor says how far it looked.
   */
  async list(scopes: HouseholdScopes, query: HouseholdListQuery): Promise<Page<HouseholdView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? '0';
    const search = await searchOf(this.sql, scopes, query);
    if (search.terms === null) return { items: [], nextCursor: null };
    const { ids, next } = await this.ids.idsAfter(search, scopes, after, query.limit);
    const rows = await this.byIds(scopes, ids);
    return { items: rows.map(toHouseholdView), nextCursor: next === null ? null : toCursor([next]) };
  }

  /** How many there are: exactly where that is cheap, and otherwise what can be said in its stead. */
  async count(scopes: HouseholdScopes, filter: HouseholdFilter): Promise<HouseholdCount> {
    return this.ids.count(await searchOf(this.sql, scopes, filter), scopes);
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
    const search = await searchOf(this.sql, scopes, filter);
    if (search.terms === null) return;
    let after: string | null = '0';
    while (after !== null) {
      const { ids, next }: Found = await this.ids.idsAfter(search, scopes, after, EXPORT_BATCH);
      for (const row of await this.byIds(scopes, ids)) await visit(toHouseholdView(row));
      after = next;
    }
  }

  /** Null where there is none in the scope, or it was removed. */
  async find(scopes: HouseholdScopes, id: string): Promise<HouseholdView | null> {
    const [row] = await this.byIds(scopes, [id], scopes.rows);
    return row ? toHouseholdView(row) : null;
  }

  /** @param rows narrows to a scope where the ids come from outside */
  private byIds(
    scopes: HouseholdScopes,
    ids: readonly string[],
    rows: AreaScope = null,
  ): Promise<HouseholdRow[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.sql.query<HouseholdRow & Record<string, unknown>>(
      `select s.id, s.area_id, a.name as area_name, s.code, s.head_name, s.address, s.note, s.version,
              s.created_at, s.updated_at, ${inScope('s.area_id', '$2')} as shows_numbers,
              (select jsonb_agg(jsonb_build_object(
                        'id', c.id::text, 'phone', c.phone, 'name', c.name, 'relation', c.relation,
                        'language', c.language, 'channel', c.channel,
                        'refused', array(select r.channel from refusals r
                                          where r.phone = c.phone and r.lifted_at is null order by 1))
                      order by c.position, c.id)
                 from contacts c where c.household_id = s.id) as contacts
         from households s join areas a on a.id = s.area_id
        where s.id = any($1::bigint[]) and s.deleted_at is null and ${inScope('s.area_id', '$3')} order by s.id`,
      [ids, scopes.numbers, rows],
    );
  }
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
