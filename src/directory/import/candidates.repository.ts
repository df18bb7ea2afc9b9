import { Injectable } from '@nestjs/common';
import { Sql, type Queryable } from '../../platform/database/sql.js';
import type { TreeArea } from './area-index.js';
import type { HouseholdDraft } from './draft-household.js';
import type { ExistingHousehold } from './household-state.js';

/** A draft whose area is known. */
export interface PlacedDraft {
  draft: HouseholdDraft;
  areaId: string;
}

/** Finds what is in the directory already, for a batch of drafts at a time. */
@Injectable()
export class CandidatesRepository {
  constructor(private readonly sql: Sql) {}

  /** The area itself first, then every open area below it, each with its former names. */
  async areas(areaId: string, connection: Queryable = this.sql): Promise<TreeArea[]> {
    return connection.query<TreeArea & Record<string, unknown>>(
      `select d.id, d.name, d.level, d.code, d.path,
              array(select s.name from area_aliases s where s.area_id = d.id and s.kind <> 'former-unit') as "formerNames"
         from areas a join areas d on d.path like a.path || '%'
        where a.id = $1 and (d.closed_on is null or d.id = a.id) order by length(d.path), d.id`,
      [areaId],
    );
  }

  /** The area that an import goes into, also one that has ended. */
  async root(
    areaId: string,
    connection: Queryable = this.sql,
  ): Promise<{ name: string; closedOn: string | null }> {
    const [row] = await connection.query<{ name: string; closedOn: string | null }>(
      `select name, to_char(closed_on, 'YYYY-MM-DD') as "closedOn" from areas where id = $1`,
      [areaId],
    );
    return row!;
  }

  /** Those of some areas that there still are, wherever they lie, ended ones too. */
  async existing(areaIds: readonly string[], connection: Queryable): Promise<Set<string>> {
    const rows = await connection.query<{ id: string }>('select id from areas where id = any($1::bigint[])', [
      areaIds,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async hasHouseholds(areaId: string, connection: Queryable = this.sql): Promise<boolean> {
    const [row] = await connection.query<{ found: boolean }>(
      `select exists (select 1 from areas a join areas d on d.path like a.path || '%'
                        join households h on h.area_id = d.id and h.deleted_at is null where a.id = $1) as found`,
      [areaId],
    );
    return row!.found;
  }

  /** Households that have a draft's code, its name and address without accents, or one of its phones, in its area. */
  async candidates(
    placed: readonly PlacedDraft[],
    connection: Queryable = this.sql,
  ): Promise<ExistingHousehold[]> {
    const areas = placed.map(({ areaId }) => areaId);
    const phones = placed.flatMap(({ draft, areaId }) =>
      draft.contacts.map(({ phone }) => ({ phone, areaId })),
    );
    return connection.query<ExistingHousehold & Record<string, unknown>>(
      `with found as (
         select h.id from unnest($1::bigint[], $2::text[]) as w (area_id, loose_key)
           join households h on h.area_id = w.area_id and h.loose_key = w.loose_key where h.deleted_at is null
         union
         select h.id from unnest($1::bigint[], $3::text[]) as w (area_id, code)
           join households h on h.area_id = w.area_id and h.code = w.code where h.deleted_at is null
         union
         select h.id from unnest($4::bigint[], $5::text[]) as w (area_id, phone)
           join contacts c on c.phone = w.phone
           join households h on h.id = c.household_id and h.area_id = w.area_id where h.deleted_at is null)
       select h.id, h.area_id as "areaId", h.head_name as "headName", h.address, h.code, h.note, h.version,
              jsonb_build_object('headNameFolded', h.head_name_folded, 'matchKey', h.match_key, 'looseKey', h.loose_key)
                as keys,
              coalesce(c.contacts, '[]') as contacts
         from found join households h on h.id = found.id
         left join lateral (
           select jsonb_agg(jsonb_build_object('phone', phone, 'name', name, 'relation', relation) order by position, id)
                    as contacts
             from contacts where household_id = h.id) c on true
        order by h.id`,
      [
        areas,
        placed.map(({ draft }) => draft.keys.looseKey),
        placed.map(({ draft }) => draft.code),
        phones.map(({ areaId }) => areaId),
        phones.map(({ phone }) => phone),
      ],
    );
  }
}
