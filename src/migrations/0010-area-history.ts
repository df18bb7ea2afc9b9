import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Areas that were renamed, merged, split or closed, and what they were before. */
export class AreaHistory0000000000010 implements MigrationInterface {
  readonly name = 'AreaHistory0000000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
-- A closed area stays in the tree where it stood: past reports name it, and whoever could see it still can.
alter table areas
  add valid_from date,
  add closed_on date,
  add merged_into bigint references areas;
drop index areas_name;
create unique index areas_name on areas (coalesce(parent_id, 0), lower(name)) where closed_on is null;
create index areas_code on areas (code) where code is not null;

-- Other names by which lists still call an area: its own former ones, those of areas merged into it, and the units of
-- before July 2025 that lie in it.
create table area_aliases (
  area_id bigint not null references areas on delete cascade,
  name text not null,
  name_folded text not null,
  kind text not null check (kind in ('renamed', 'merged', 'former-unit')),
  change_id bigint,
  primary key (area_id, name)
);

create table area_changes (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('renamed', 'moved', 'merged', 'split')),
  -- The area that changed; of a merge the one that took the others in.
  area_id bigint not null references areas,
  effective_on date not null,
  at timestamptz not null default now(),
  actor_name text not null,
  details jsonb not null default '{}',
  undone_at timestamptz
);
create index area_changes_area on area_changes (area_id, id);

-- Where a household lay before a change, so that the change can be taken back and its past can be told.
create table area_moves (
  change_id bigint not null references area_changes,
  household_id bigint not null,
  from_area_id bigint not null references areas,
  to_area_id bigint not null references areas,
  -- The code it had, where the change took it away because another household of the new area has it.
  old_code text,
  primary key (change_id, household_id)
);
create index area_moves_household on area_moves (household_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
