import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-in: throttling for all processes together, two steps, sessions that can be listed and renewed. */
export class SignIn0000000000016 implements MigrationInterface {
  readonly name = 'SignIn0000000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SIGN_IN);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const SIGN_IN = /* sql */ `
-- Wrong passwords by account and network, by account, and by network. Nothing is lost with it at a crash.
create unlogged table sign_in_throttle (
  key text primary key,
  failures integer not null,
  last_failure_at timestamptz not null,
  blocked_until timestamptz not null default '-infinity'
);
create index sign_in_throttle_old on sign_in_throttle (last_failure_at);

-- From where somebody has signed in before: what others do to their account does not keep them out there.
create table sign_in_places (
  account text not null,
  network text not null,
  last_at timestamptz not null default now(),
  primary key (account, network)
);

alter table sessions
  add id bigint generated always as identity unique,
  -- Rights changed: the next request gets a new token, and the old one holds for the requests beside it only.
  add must_rotate boolean not null default false,
  add previous_hash bytea,
  add rotated_at timestamptz;
create index sessions_previous on sessions (previous_hash) where previous_hash is not null;

-- The second step: a shared secret (sealed under SECRET_KEY), and codes for the day the phone is lost.
create table two_step (
  user_id bigint primary key references users,
  secret bytea not null,
  confirmed_at timestamptz,
  -- The time step of the last code that was used: none is used twice.
  last_step bigint not null default 0,
  created_at timestamptz not null default now()
);
create table recovery_codes (
  user_id bigint not null references users,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);
`;
