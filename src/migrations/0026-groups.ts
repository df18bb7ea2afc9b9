import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups of households across areas, and what is known of a contact's wishes. */
export class Groups0000000000026 implements MigrationInterface {
  readonly name = 'Groups0000000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
create table groups (
  id bigint generated always as identity primary key,
  -- Where it is kept; its members lie at or below this area. Null: anywhere.
  area_id bigint references areas,
  name text not null,
  description text,
  kind text not null default 'static' check (kind in ('static', 'filter')),
  -- Of a group by filter: what its members are, as a search says it.
  filter jsonb not null default '{}',
  version integer not null default 1,
  created_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index groups_name on groups (coalesce(area_id, 0), lower(name)) where deleted_at is null;

create table group_members (
  group_id bigint not null references groups,
  household_id bigint not null references households on delete cascade,
  added_at timestamptz not null default now(),
  primary key (group_id, household_id)
);
create index group_members_household on group_members (household_id);

alter table contacts
  -- BCP 47, where it is not Vietnamese; and the channel that its owner asked for.
  add language text,
  add channel text check (channel in ('sms', 'zalo'));

-- Two households that were one, so that joining them can be taken back.
create table household_merges (
  id bigint generated always as identity primary key,
  kept_id bigint not null,
  merged_id bigint not null,
  at timestamptz not null default now(),
  actor_name text not null,
  -- Both as they were, with the contacts of both.
  before jsonb not null,
  -- The version that the kept household had right after: undone only while nobody changed it since.
  kept_version integer not null,
  undone_at timestamptz
);
create index household_merges_kept on household_merges (kept_id);
create index household_merges_merged on household_merges (merged_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
