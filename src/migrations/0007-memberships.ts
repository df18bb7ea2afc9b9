import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Roles over areas: who may do what, where. */
export class Memberships0000000000007 implements MigrationInterface {
  readonly name = 'Memberships0000000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MEMBERSHIPS);
    await runner.query(SCOPE_FUNCTIONS);
    await runner.query(OWNERS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const MEMBERSHIPS = /* sql */ `
-- A role over an area and everything below it; without an area, everywhere.
create table memberships (
  id bigint generated always as identity primary key,
  user_id bigint not null references users,
  role text not null check (role in ('admin', 'propagandist', 'approver', 'viewer')),
  area_id bigint references areas,
  created_at timestamptz not null default now()
);
create unique index memberships_once on memberships (user_id, role, coalesce(area_id, 0));
insert into memberships (user_id, role) select id, unnest(roles) from users;
alter table users drop column roles;
`;

/** Paths are compared with starts_with: '_' and '%' have no meaning there, and an index on path could serve it. */
const SCOPE_FUNCTIONS = /* sql */ `
-- The ids of some areas and of everything below them.
create function areas_below(roots bigint[]) returns table (id bigint) language sql stable as $$
  select a.id from areas root join areas a on starts_with(a.path, root.path) where root.id = any(roots)
$$;

-- Whether every one of some areas lies at or below one of the roots; false for no areas at all.
create function areas_cover(roots bigint[], covered bigint[]) returns boolean language sql stable as $$
  select cardinality(covered) > 0 and not exists (
    select 1 from unnest(covered) as each(id)
     where not exists (select 1 from areas a join areas root on root.id = any(roots) and starts_with(a.path, root.path)
                        where a.id = each.id))
$$;

-- Whether one of some areas lies at, below or above one of the roots.
create function areas_touch(roots bigint[], touched bigint[]) returns boolean language sql stable as $$
  select exists (
    select 1 from areas a join areas root on starts_with(a.path, root.path) or starts_with(root.path, a.path)
     where a.id = any(touched) and root.id = any(roots))
$$;
`;

const OWNERS = /* sql */ `
-- Without areas a key holds everywhere; without permissions it may do all that its roles may.
alter table api_keys add area_ids bigint[], add permissions text[];
create index api_keys_areas on api_keys using gin (area_ids);

-- Without an area an account serves every campaign, and only those with rights everywhere change it.
alter table gateways add area_id bigint references areas;

-- What an entry is about lies here; null where it concerns the whole installation.
alter table audit_events add area_ids bigint[];

create function area_ids_of(audience jsonb) returns bigint[] language sql immutable as $$
  select coalesce(array_agg(id::bigint), '{}') from jsonb_array_elements_text(coalesce(audience -> 'areaIds', '[]')) as each(id)
$$;
-- The areas of a campaign are those of its audience.
alter table campaigns add area_ids bigint[] not null generated always as (area_ids_of(audience)) stored;
`;
