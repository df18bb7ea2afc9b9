import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consent with its evidence, refusals without their number, and what persons ask about their data. */
export class Privacy0000000000027 implements MigrationInterface {
  readonly name = 'Privacy0000000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
-- On what ground a number is written to, and what proves it. By number, like a refusal.
create table consents (
  id bigint generated always as identity primary key,
  phone text,
  phone_hash bytea,
  basis text not null check (basis in ('form', 'sms', 'web', 'import', 'official-duty')),
  evidence text,
  given_on date not null,
  recorded_by bigint,
  created_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  withdrawn_by bigint
);
create index consents_phone on consents (phone) where phone is not null;

-- What an import declares for every number that it brings.
alter table imports add consent_basis text, add consent_evidence text;

-- A refusal outlives the deletion of its number: only the number's keyed hash is left, and a later contact with that
-- number finds it again.
alter table refusals alter phone drop not null, add phone_hash bytea;
alter table refusals add check (phone is not null or phone_hash is not null);
create index refusals_hash on refusals (phone_hash) where phone is null;

create table data_requests (
  id bigint generated always as identity primary key,
  area_id bigint not null references areas,
  household_id bigint,
  kind text not null check (kind in ('see', 'correct', 'withdraw', 'delete')),
  requester text not null,
  how text,
  received_on date not null,
  acknowledge_by date not null,
  due_on date not null,
  acknowledged_at timestamptz,
  extended_to date,
  extension_reason text,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  outcome text,
  closed_at timestamptz,
  closed_by text,
  created_by text,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index data_requests_open on data_requests (due_on, id) where state = 'open';
create index data_requests_household on data_requests (household_id) where household_id is not null;

-- When the nightly job cleared what was kept long enough, and how much.
create table retention_runs (
  id bigint generated always as identity primary key,
  night date not null unique,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  cleared jsonb
);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
