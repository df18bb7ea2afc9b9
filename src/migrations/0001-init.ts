import { randomInt } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Six characters that tell this installation's references from another's at a shared operator account. */
function installationPrefix(): string {
  const first = DIGITS[10 + randomInt(26)]!;
  return first + Array.from({ length: 5 }, () => DIGITS[randomInt(36)]!).join('');
}

/** The first tables: people, directory, gateways, campaigns and the ledger of deliveries. */
export class Init0000000000001 implements MigrationInterface {
  readonly name = 'Init0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PEOPLE);
    await runner.query(DIRECTORY);
    await runner.query(GATEWAYS);
    await runner.query(CAMPAIGNS);
    await runner.query(ACCOUNT);
    await runner.query(RECEIPTS);
    await runner.query('insert into installation (reference_prefix) values ($1)', [installationPrefix()]);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const PEOPLE = /* sql */ `
create table installation (
  only_row boolean primary key default true check (only_row),
  reference_prefix text not null check (reference_prefix ~ '^[a-z][0-9a-z]{5}$'),
  created_at timestamptz not null default now()
);

create table users (
  id bigint generated always as identity primary key,
  username text not null,
  display_name text not null,
  password_hash text not null,
  roles text[] not null default '{}',
  must_change_password boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_username on users (lower(username));

-- Only a hash of the cookie's token is kept: a copy of the table signs nobody in.
create table sessions (
  token_hash bytea primary key,
  user_id bigint not null references users,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  address text,
  user_agent text
);
create index sessions_user on sessions (user_id);

create table api_keys (
  id bigint generated always as identity primary key,
  name text not null,
  key_hash bytea not null unique,
  hint text not null,
  roles text[] not null,
  created_by bigint references users,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table audit_events (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('user', 'api-key', 'system')),
  actor_id bigint,
  actor_name text not null,
  action text not null,
  subject_kind text,
  subject_id text,
  address text,
  details jsonb
);
create index audit_events_subject on audit_events (subject_kind, subject_id, id);
`;

const DIRECTORY = /* sql */ `
create table areas (
  id bigint generated always as identity primary key,
  parent_id bigint references areas,
  level text not null check (level in ('province', 'commune', 'neighbourhood')),
  name text not null,
  name_folded text not null,
  code text,
  -- '/1/5/12/': ids from the root, this one included; a subtree is path like parent.path || '%'.
  path text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index areas_name on areas (coalesce(parent_id, 0), name_folded);
create unique index areas_path on areas (path text_pattern_ops);

create table imports (
  id bigint generated always as identity primary key,
  area_id bigint not null references areas,
  file_name text not null,
  file_path text,
  file_bytes bigint not null default 0,
  file_sha256 text,
  status text not null default 'reading'
    check (status in ('reading', 'ready', 'committing', 'committed', 'undoing', 'failed', 'undone')),
  mapping jsonb,
  rows_total integer not null default 0,
  rows_ready integer not null default 0,
  rows_created integer not null default 0,
  rows_updated integer not null default 0,
  rows_unchanged integer not null default 0,
  rows_rejected integer not null default 0,
  progress real not null default 0,
  error_code text,
  error_detail text,
  created_by bigint,
  created_at timestamptz not null default now(),
  committed_at timestamptz,
  committed_by bigint,
  undone_at timestamptz,
  heartbeat_at timestamptz not null default now()
);

create table import_rows (
  import_id bigint not null references imports on delete cascade,
  row_no integer not null,
  sheet text,
  sheet_row integer not null,
  outcome text not null check (outcome in ('create', 'update', 'unchanged', 'rejected')),
  reason_codes text[] not null default '{}',
  reason text,
  raw jsonb not null,
  parsed jsonb,
  area_id bigint,
  household_id bigint,
  before jsonb,
  primary key (import_id, row_no)
);
create index import_rows_outcome on import_rows (import_id, outcome, row_no);

create table households (
  id bigint generated always as identity primary key,
  area_id bigint not null references areas,
  code text,
  head_name text not null,
  head_name_folded text not null,
  address text,
  match_key text not null,
  note text,
  version integer not null default 1,
  import_id bigint references imports,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index households_area on households (area_id, id) where deleted_at is null;
create index households_match on households (area_id, match_key) where deleted_at is null;
create unique index households_code on households (area_id, code) where code is not null and deleted_at is null;

create table contacts (
  id bigint generated always as identity primary key,
  household_id bigint not null references households on delete cascade,
  phone text not null check (phone ~ '^\\+[0-9]{8,15}$'),
  name text,
  relation text,
  position smallint not null default 0,
  created_at timestamptz not null default now(),
  unique (household_id, phone)
);
create index contacts_phone on contacts (phone);

-- By number and channel, not by contact: it outlives contacts, households and re-imports.
create table refusals (
  id bigint generated always as identity primary key,
  phone text not null,
  channel text not null check (channel in ('sms', 'zalo')),
  source text not null check (source in ('household', 'official', 'gateway', 'import')),
  note text,
  noted_by bigint,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by bigint
);
create unique index refusals_active on refusals (phone, channel) where lifted_at is null;
`;

const GATEWAYS = /* sql */ `
create table gateways (
  id bigint generated always as identity primary key,
  name text not null unique,
  kind text not null,
  channel text not null check (channel in ('sms', 'zalo')),
  config jsonb not null default '{}',
  secrets bytea,
  parts_per_second integer not null default 10 check (parts_per_second between 1 and 100000),
  price_per_part_vnd integer not null default 0 check (price_per_part_vnd >= 0),
  hours jsonb,
  webhook_token text not null,
  state text not null default 'active' check (state in ('active', 'held')),
  held_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- When the account's next part may leave. A row of its own, changed with every slice that is sent. Unlogged: after a crash
-- of Postgres nothing is booked, which is right, and booking never waits for the disk.
create unlogged table gateway_pace (
  gateway_id bigint primary key references gateways on delete cascade,
  free_at timestamptz not null default '-infinity'
) with (fillfactor = 10);
`;

const CAMPAIGNS = /* sql */ `
create table campaigns (
  id bigint generated always as identity primary key,
  title text not null,
  state text not null default 'draft'
    check (state in ('draft', 'submitted', 'approved', 'scheduled', 'running', 'paused', 'completed', 'cancelled')),
  audience jsonb not null,
  per_household text not null default 'one' check (per_household in ('one', 'all')),
  steps jsonb not null,
  hours jsonb,
  start_at timestamptz,
  -- 'user:3', 'api-key:1': whoever wrote it may not release it.
  created_by text,
  authors text[] not null default '{}',
  submitted_by text,
  submitted_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  rejected_reason text,
  started_at timestamptz,
  planned_at timestamptz,
  paused_at timestamptz,
  cancelled_at timestamptz,
  completed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index campaigns_state on campaigns (state, start_at);

-- How many deliveries were still to be sent, once a sweep: the live rate and the finish time are read from it.
create table campaign_progress (
  campaign_id bigint not null references campaigns,
  at timestamptz not null default clock_timestamp(),
  unsent bigint not null,
  primary key (campaign_id, at)
);

create type delivery_state as enum ('planned', 'sending', 'accepted', 'delivered', 'undelivered', 'expired',
  'rejected', 'in_doubt', 'skipped', 'cancelled');

-- The ledger: one row per household (and slot, when every phone of a household is meant) of a campaign's audience.
-- It carries the try in flight (attempt, gateway_id, sending_since), written before the request leaves; a try that
-- ended has its row in attempts. Households and areas are not foreign keys: the ledger outlives both; nor is the campaign:
-- a check per row took a third of the time of planning 100,000 (measured), and campaigns are never removed.
-- No index holds a column that sending changes, so that claims and records stay heap-only updates.
create table deliveries (
  id bigint generated always as identity primary key,
  campaign_id bigint not null,
  household_id bigint not null,
  slot smallint not null default 0,
  area_id bigint not null,
  head_name text not null,
  address text,
  household_code text,
  contact_id bigint,
  phone text,
  state delivery_state not null default 'planned',
  reason text,
  step smallint not null default 0,
  attempt smallint not null default 0,
  gateway_id bigint,
  -- Set when the try in doubt is to be sent again under the same reference, inside the operator's idempotency window.
  same_reference boolean not null default false,
  not_before timestamptz,
  sending_since timestamptz,
  settled_at timestamptz,
  unique (campaign_id, household_id, slot)
) with (fillfactor = 50);

-- A range of delivery ids that one worker sends at a time; a dispatch job names a chunk.
create table chunks (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references campaigns,
  first_delivery_id bigint not null,
  last_delivery_id bigint not null,
  state text not null default 'open' check (state in ('open', 'claimed', 'done')),
  due_at timestamptz not null default now(),
  rung_at timestamptz,
  worker text,
  lease_until timestamptz,
  claims integer not null default 0
) with (fillfactor = 50);
create index chunks_campaign on chunks (campaign_id, first_delivery_id);
create index chunks_unfinished on chunks (campaign_id) where state <> 'done';
create index chunks_claimed on chunks (lease_until) where state = 'claimed';

create table attempts (
  delivery_id bigint not null,
  attempt smallint not null,
  step smallint not null,
  contact_id bigint,
  phone text not null,
  channel text not null,
  gateway_id bigint not null,
  operator_id text,
  outcome text not null
    check (outcome in ('accepted', 'delivered', 'undelivered', 'expired', 'rejected', 'failed', 'in_doubt')),
  error_kind text,
  code text,
  parts smallint not null,
  cost_vnd integer not null,
  sent_at timestamptz not null,
  answered_at timestamptz,
  settled_at timestamptz,
  primary key (delivery_id, attempt)
) with (fillfactor = 85);
create index attempts_operator on attempts (gateway_id, operator_id) where operator_id is not null;
`;

const ACCOUNT = /* sql */ `
-- The account of a campaign by area and state. Every statement that touches deliveries appends its differences; the
-- sweeper folds them. The account is the sum of both tables, so it can be read at any moment in constant time, and no
-- writer ever waits for another at a counter.
create table campaign_account (
  campaign_id bigint not null,
  area_id bigint not null,
  state delivery_state not null,
  deliveries bigint not null,
  primary key (campaign_id, area_id, state)
);
create table campaign_account_delta (
  id bigint generated always as identity primary key,
  campaign_id bigint not null,
  area_id bigint not null,
  state delivery_state not null,
  deliveries integer not null
);
create index campaign_account_delta_campaign on campaign_account_delta (campaign_id);

create function deliveries_inserted() returns trigger language plpgsql as $$
begin
  insert into campaign_account_delta (campaign_id, area_id, state, deliveries)
  select campaign_id, area_id, state, count(*) from new_rows group by 1, 2, 3;
  return null;
end $$;
create function deliveries_updated() returns trigger language plpgsql as $$
begin
  insert into campaign_account_delta (campaign_id, area_id, state, deliveries)
  select campaign_id, area_id, state, sum(n) from (
    select campaign_id, area_id, state, 1 as n from new_rows
    union all
    select campaign_id, area_id, state, -1 from old_rows
  ) changes group by 1, 2, 3 having sum(n) <> 0;
  return null;
end $$;
create function deliveries_deleted() returns trigger language plpgsql as $$
begin
  insert into campaign_account_delta (campaign_id, area_id, state, deliveries)
  select campaign_id, area_id, state, -count(*) from old_rows group by 1, 2, 3;
  return null;
end $$;
create trigger deliveries_inserted after insert on deliveries
  referencing new table as new_rows for each statement execute function deliveries_inserted();
create trigger deliveries_updated after update on deliveries
  referencing old table as old_rows new table as new_rows for each statement execute function deliveries_updated();
create trigger deliveries_deleted after delete on deliveries
  referencing old table as old_rows for each statement execute function deliveries_deleted();
`;

const RECEIPTS = /* sql */ `
-- What operators said, stored before they are answered, applied in sets afterwards.
create table receipts (
  id bigint generated always as identity primary key,
  gateway_id bigint not null,
  received_at timestamptz not null default now(),
  kind text not null check (kind in ('receipt', 'inbound')),
  reference text,
  delivery_id bigint,
  attempt smallint,
  operator_id text,
  status text,
  code text,
  phone text,
  text text,
  occurred_at timestamptz,
  raw jsonb,
  tries smallint not null default 0,
  retry_at timestamptz not null default now(),
  applied_at timestamptz,
  outcome text
);
create index receipts_waiting on receipts (retry_at, id) where applied_at is null;
create index receipts_delivery on receipts (delivery_id) where delivery_id is not null;
`;
