import { Injectable } from '@nestjs/common';
import { maskPhone } from '../../domain/phone.js';
import { foldVietnamese } from '../../domain/vietnamese.js';
import { type AreaScope, inScope } from '../../identity/area-scope.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { Id, type Page, readCursor, toPage } from '../../platform/http/page.js';
import { likePattern } from '../like-pattern.js';
import type { ChangePropagandist, PropagandistQuery, PropagandistView } from './propagandist.schema.js';

/** Where the reader may look, and where at phone numbers too. */
export interface ForceScopes {
  rows: AreaScope;
  numbers: AreaScope;
}

/** SQL: today in Vietnam's calendar. */
export const TODAY = `(now() at time zone 'Asia/Ho_Chi_Minh')::date`;

/** SQL: `p` with its lists, as far as the scope of rows `$1` goes; `$2` is that of numbers. */
const SELECT = /* sql */ `
  select p.id, p.area_id as "areaId", a.name as "areaName", p.user_id as "userId", p.full_name as "fullName", p.phone,
         p.organisation, p.recognised_on::text as "recognisedOn", p.recognition, p.ended_on::text as "endedOn", p.note,
         p.version, p.ended_on is null or p.ended_on > ${TODAY} as "isActive",
         ${inScope('p.area_id', '$2')} as "showsNumbers",
         coalesce((select jsonb_agg(jsonb_build_object('areaId', c.area_id::text, 'areaName', ca.name) order by ca.path)
                     from propagandist_areas c join areas ca on ca.id = c.area_id
                    where c.propagandist_id = p.id and ${inScope('c.area_id', '$1')}), '[]') as "inCharge",
         coalesce((select jsonb_agg(jsonb_build_object('standInId', s.stand_in_id::text, 'standInName', w.full_name,
                                      'startsOn', s.starts_on::text, 'endsOn', s.ends_on::text) order by s.starts_on, s.id)
                     from propagandist_stand_ins s join propagandists w on w.id = s.stand_in_id
                    where s.propagandist_id = p.id and ${inScope('w.area_id', '$1')}), '[]') as "standIns",
         coalesce((select jsonb_agg(jsonb_build_object('heldOn', t.held_on::text, 'topic', t.topic,
                                      'organiser', t.organiser) order by t.held_on, t.id)
                     from propagandist_trainings t where t.propagandist_id = p.id), '[]') as trainings
    from propagandists p join areas a on a.id = p.area_id
   where ${inScope('p.area_id', '$1')}`;

type PropagandistRow = PropagandistView & { showsNumbers: boolean };

/** Propagandists with their areas, stand-ins and training. */
@Injectable()
export class PropagandistsRepository {
  constructor(private readonly sql: Sql) {}

  async page(scopes: ForceScopes, query: PropagandistQuery): Promise<Page<PropagandistView>> {
    const after = readCursor(query.cursor, Id.array().length(1))?.[0] ?? '0';
    const rows = await this.sql.query<PropagandistRow & Record<string, unknown>>(
      `${SELECT} and p.id > $3
         and ($4::bigint is null or p.area_id in (select id from areas_below(array[$4::bigint])))
         and ($5::boolean is null or (p.ended_on is null or p.ended_on > ${TODAY}) = $5)
         and ($6::text is null or p.full_name_folded like $6)
       order by p.id limit $7`,
      [
        scopes.rows,
        scopes.numbers,
        after,
        query.areaId ?? null,
        query.active ?? null,
        query.q === undefined ? null : likePattern(foldVietnamese(query.q)),
        query.limit + 1,
      ],
    );
    return toPage(rows, query.limit, (row) => [row.id], toView);
  }

  /** Undefined where there is none in the scope. */
  async find(db: Queryable, scopes: ForceScopes, id: string): Promise<PropagandistView | undefined> {
    const [row] = await db.query<PropagandistRow & Record<string, unknown>>(`${SELECT} and p.id = $3`, [
      scopes.rows,
      scopes.numbers,
      id,
    ]);
    return row && toView(row);
  }

  async insert(tx: Queryable, areaId: string, fullName: string): Promise<string> {
    const [made] = await tx.query<{ id: string }>(
      'insert into propagandists (area_id, full_name, full_name_folded) values ($1, $2, $3) returning id',
      [areaId, fullName, foldVietnamese(fullName)],
    );
    return made!.id;
  }

  /** Writes the fields that are given, and lists as far as `scope` goes: what lies outside stays as it is. */
  async update(tx: Queryable, id: string, change: ChangePropagandist, scope: AreaScope): Promise<void> {
    const fields: Record<string, unknown> = {
      area_id: change.areaId,
      user_id: change.userId,
      full_name: change.fullName,
      full_name_folded: change.fullName && foldVietnamese(change.fullName),
      phone: change.phone,
      organisation: change.organisation,
      recognised_on: change.recognisedOn,
      recognition: change.recognition,
      ended_on: change.endedOn,
      note: change.note,
    };
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    const sets = given.map(([column], i) => `${column} = $${i + 2}, `).join('');
    await tx.execute(
      `update propagandists set ${sets}version = version + 1, updated_at = now() where id = $1`,
      [id, ...given.map(([, value]) => value)],
    );
    await this.replaceLists(tx, id, change, scope);
  }

  private async replaceLists(tx: Queryable, id: string, change: ChangePropagandist, scope: AreaScope) {
    if (change.inCharge) {
      await tx.execute(
        `delete from propagandist_areas where propagandist_id = $1 and ${inScope('area_id', '$2')}`,
        [id, scope],
      );
      await tx.execute(
        `insert into propagandist_areas (propagandist_id, area_id) select distinct $1::bigint, unnest($2::bigint[])
         on conflict do nothing`,
        [id, change.inCharge],
      );
    }
    if (change.standIns) {
      await tx.execute(
        `delete from propagandist_stand_ins s using propagandists w
          where s.propagandist_id = $1 and w.id = s.stand_in_id and ${inScope('w.area_id', '$2')}`,
        [id, scope],
      );
      await tx.execute(
        `insert into propagandist_stand_ins (propagandist_id, stand_in_id, starts_on, ends_on)
         select $1, x."standInId", x."startsOn", x."endsOn"
           from jsonb_to_recordset($2) as x("standInId" bigint, "startsOn" date, "endsOn" date)`,
        [id, JSON.stringify(change.standIns)],
      );
    }
    if (change.trainings) {
      await tx.execute('delete from propagandist_trainings where propagandist_id = $1', [id]);
      await tx.execute(
        `insert into propagandist_trainings (propagandist_id, held_on, topic, organiser)
         select $1, x."heldOn", x.topic, x.organiser
           from jsonb_to_recordset($2) as x("heldOn" date, topic text, organiser text)`,
        [id, JSON.stringify(change.trainings)],
      );
    }
  }

  /** Neighbourhoods of the scope of which, and above which, nobody is on duty today, the largest first. */
  uncovered(scope: AreaScope) {
    return this.sql.query<{
      areaId: string;
      areaName: string;
      parentName: string | null;
      households: number;
    }>(
      `with covered as (
         select distinct below.id from force_on_duty(${TODAY}) f join areas root on root.id = f.area_id
           join areas below on starts_with(below.path, root.path)),
       homes as (select area_id, count(*)::int as n from households where deleted_at is null group by 1)
       select a.id as "areaId", a.name as "areaName", up.name as "parentName", coalesce(homes.n, 0) as households
         from areas a left join areas up on up.id = a.parent_id left join homes on homes.area_id = a.id
        where a.level = 'neighbourhood' and a.closed_on is null and ${inScope('a.id', '$1')}
          and a.id not in (select id from covered)
        order by households desc, a.path limit 1000`,
      [scope],
    );
  }
}

function toView({ showsNumbers, ...row }: PropagandistRow): PropagandistView {
  return showsNumbers || row.phone === null ? row : { ...row, phone: maskPhone(row.phone) };
}
