import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ladder: the next phone of a household, the next rung of a campaign. And how often a household may be written to. */
export class Ladder0000000000004 implements MigrationInterface {
  readonly name = 'Ladder0000000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LADDER);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const LADDER = /* sql */ `
-- Phones and rungs that may still be tried: an upper bound, zero for nearly every delivery.
alter table deliveries add chances smallint not null default 0;

-- Deliveries whose try has failed for good after the operator took it (its receipt, or its deadline): what comes next is
-- decided a moment later. A row whose delivery is at another attempt is only out of date.
create table climbs (
  delivery_id bigint primary key,
  attempt smallint not null,
  why text not null check (why in ('undelivered', 'deadline')),
  noted_at timestamptz not null default now()
);

-- When to look for accepted messages whose rung has run out of time; null: no rung of this chunk has a deadline.
alter table chunks add ladder_due_at timestamptz;
create index chunks_ladder_due on chunks (ladder_due_at) where ladder_due_at is not null;

-- An urgent campaign may pass the frequency cap, with a word of its approver.
alter table campaigns
  add is_urgent boolean not null default false,
  add approval_word text;

create table settings (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by text
);
`;
