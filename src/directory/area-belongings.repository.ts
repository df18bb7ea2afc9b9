import { Injectable } from '@nestjs/common';
import type { Queryable } from '../platform/database/sql.js';
import { BudgetBelongings } from './budget-belongings.repository.js';
import { RightBelongings } from './right-belongings.repository.js';

/** How many rows of each kind a change gave to another area, for the trail. */
export type Carried = Record<string, number>;

interface Kind {
  table: string;
  /** A name that must be the only one of its kind in an area. */
  name?: 'name' | 'title';
}

/** Tables whose rows belong to one area and follow it, whole. */
const KINDS: readonly Kind[] = [
  { table: 'propagandists' },
  { table: 'gateways' },
  { table: 'webhook_endpoints' },
  { table: 'data_requests' },
  { table: 'groups', name: 'name' },
  { table: 'canned_answers', name: 'title' },
];

/**
 * What belongs to an area beside its households. A merge gives it to the area that took it in, so that nobody is left in
 * charge of, or with rights over, a place where nothing is any more; taking the merge back returns what is still as it was
 * given. A split lets those of the old area be in charge of, and keep their rights over, the parts too.
 * Lent rights follow the rights they come from; past budgets and the trail stay where they were.
 */
@Injectable()
export class AreaBelongings {
  constructor(
    private readonly rights: RightBelongings,
    private readonly budgets: BudgetBelongings,
  ) {}

  /** Gives what belongs to `fromIds` to `toId`. @param by whoever changes the areas, and so widens the rights */
  async carry(
    tx: Queryable,
    changeId: string,
    fromIds: readonly string[],
    toId: string,
    by: string | null,
  ): Promise<Carried> {
    const carried: Carried = {};
    for (const kind of KINDS) carried[kind.table] = await carryRows(tx, kind, changeId, fromIds, toId);
    carried.in_charge = await carryCharge(tx, changeId, fromIds, toId);
    carried.offices = await carryOffice(tx, changeId, fromIds, toId);
    carried.memberships = await this.rights.carryMemberships(tx, changeId, fromIds, toId, by);
    carried.api_keys = await this.rights.carryKeys(tx, changeId, fromIds, toId);
    carried.budgets = await this.budgets.carry(tx, changeId, fromIds, toId);
    return withoutNone(carried);
  }

  /** Lets those of an area be in charge of, keep their rights over, and pay for the parts that were split off. */
  async share(tx: Queryable, areaId: string, partIds: readonly string[]): Promise<Carried> {
    const inCharge = await tx.execute(
      `insert into propagandist_areas (propagandist_id, area_id)
       select c.propagandist_id, part from propagandist_areas c cross join unnest($2::bigint[]) part
        where c.area_id = $1 on conflict do nothing`,
      [areaId, partIds],
    );
    return withoutNone({
      in_charge: inCharge,
      memberships: await this.rights.shareMemberships(tx, areaId, partIds),
      api_keys: await this.rights.shareKeys(tx, areaId, partIds),
      budgets: await this.budgets.share(tx, areaId, partIds),
    });
  }

  /** Takes a merge back: what was given and has not been changed since goes where it was. */
  async giveBack(tx: Queryable, changeId: string, toId: string): Promise<void> {
    for (const kind of KINDS) await returnRows(tx, kind, changeId, toId);
    await returnCharge(tx, changeId, toId);
    await tx.execute(
      `update offices o set area_id = (c.was ->> 'areaId')::bigint from area_carried c
        where c.change_id = $1 and c.kind = 'offices' and o.area_id = $2`,
      [changeId, toId],
    );
    await this.rights.returnMemberships(tx, changeId, toId);
    await this.rights.returnKeys(tx, changeId, toId);
    await this.budgets.giveBack(tx, changeId, toId);
  }
}

/** Of two with one name the one that comes along gets its old area's name beside its own. */
function carryRows(
  tx: Queryable,
  { table, name }: Kind,
  changeId: string,
  fromIds: readonly string[],
  toId: string,
): Promise<number> {
  const renamed = name
    ? `, ${name} = l.label || case when exists (select 1 from ${table} o where o.area_id = $3
                                                   and lower(o.${name}) = lower(l.label))
                                   then ' (' || l.area_name || ')' else '' end`
    : '';
  return tx.execute(
    `with locked as (
       select t.id, t.area_id, ${name ? `t.${name}` : 'null'} as label, a.name as area_name
         from ${table} t join areas a on a.id = t.area_id where t.area_id = any($2::bigint[]) for update of t),
     kept as (
       insert into area_carried (change_id, kind, row_id, was)
       select $1, '${table}', id, jsonb_build_object('areaId', area_id::text, 'label', label) from locked)
     update ${table} t set area_id = $3${renamed} from locked l where t.id = l.id`,
    [changeId, fromIds, toId],
  );
}

async function returnRows(tx: Queryable, { table, name }: Kind, changeId: string, toId: string) {
  // A name that somebody chose since stays.
  const named = name
    ? `, ${name} = case when starts_with(t.${name}, c.was ->> 'label') then c.was ->> 'label' else t.${name} end`
    : '';
  await tx.execute(
    `update ${table} t set area_id = (c.was ->> 'areaId')::bigint${named} from area_carried c
      where c.change_id = $1 and c.kind = '${table}' and c.row_id = t.id and t.area_id = $2`,
    [changeId, toId],
  );
}

/** Whoever was in charge of what ended is in charge of what took it in. */
async function carryCharge(
  tx: Queryable,
  changeId: string,
  fromIds: readonly string[],
  toId: string,
): Promise<number> {
  const [row] = await tx.query<{ carried: number }>(
    `with gone as (delete from propagandist_areas where area_id = any($2::bigint[]) returning propagandist_id, area_id),
     kept as (
       insert into area_carried (change_id, kind, row_id, was)
       select $1, 'in_charge', propagandist_id, jsonb_build_object('areaId', area_id::text, 'had', exists (
                select 1 from propagandist_areas p where p.propagandist_id = gone.propagandist_id and p.area_id = $3))
         from gone),
     added as (
       insert into propagandist_areas (propagandist_id, area_id) select distinct propagandist_id, $3::bigint from gone
       on conflict do nothing)
     select count(*)::int as carried from gone`,
    [changeId, fromIds, toId],
  );
  return row!.carried;
}

/** Who was relieved since is not put in charge again. */
async function returnCharge(tx: Queryable, changeId: string, toId: string): Promise<void> {
  await tx.execute(
    `insert into propagandist_areas (propagandist_id, area_id)
     select c.row_id, (c.was ->> 'areaId')::bigint from area_carried c
       join propagandist_areas p on p.propagandist_id = c.row_id and p.area_id = $2
      where c.change_id = $1 and c.kind = 'in_charge' on conflict do nothing`,
    [changeId, toId],
  );
  await tx.execute(
    `delete from propagandist_areas p using area_carried c
      where c.change_id = $1 and c.kind = 'in_charge' and not (c.was ->> 'had')::boolean
        and p.propagandist_id = c.row_id and p.area_id = $2`,
    [changeId, toId],
  );
}

/** The head of reports goes along where the new area has none of its own. */
function carryOffice(tx: Queryable, changeId: string, fromIds: readonly string[], toId: string) {
  return tx.execute(
    `with first as (
       select area_id from offices where area_id = any($2::bigint[])
          and not exists (select 1 from offices where area_id = $3) order by area_id limit 1),
     kept as (
       insert into area_carried (change_id, kind, row_id, was)
       select $1, 'offices', area_id, jsonb_build_object('areaId', area_id::text) from first)
     update offices o set area_id = $3 from first where o.area_id = first.area_id`,
    [changeId, fromIds, toId],
  );
}

function withoutNone(carried: Carried): Carried {
  return Object.fromEntries(Object.entries(carried).filter(([, count]) => count > 0));
}
