import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What accounts at Zalo need beside their settings: tokens, templates, the day's quota, people behind user ids. */
export class Zalo0000000000009 implements MigrationInterface {
  readonly name = 'Zalo0000000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ZALO);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const ZALO = /* sql */ `
-- The permission to speak for an OA, shared by all accounts of the same app and OA: each refresh token works once.
create table zalo_grants (
  -- The area whose accounts share it; 0 for the accounts of no area. Other areas' accounts have nothing of it, even where
  -- they name the same app and OA.
  owner_id bigint not null,
  app_id text not null,
  oa_id text not null,
  -- Sealed for 'zalo:<app>:<oa>': {accessToken, refreshToken}.
  tokens bytea not null,
  -- Grows with every pair.
  version integer not null default 1,
  access_expires_at timestamptz not null,
  refresh_at timestamptz not null,
  -- A renewal has left and its answer is not kept yet: if its process is gone, the refresh token may be used up.
  refresh_began_at timestamptz,
  -- Renewals in a row that came to nothing and say nothing of the token: no answer, a server in trouble.
  failures integer not null default 0,
  granted_at timestamptz not null default now(),
  renewed_at timestamptz,
  -- Zalo refused the refresh token: told once; and when its accounts were held for it.
  lost_at timestamptz,
  lost_code text,
  held_at timestamptz,
  primary key (owner_id, app_id, oa_id)
);

-- A consent that an administrator has begun. The state comes back through the browser; only its hash is kept.
create table zalo_consents (
  state_hash bytea primary key,
  gateway_id bigint not null references gateways on delete cascade,
  -- Sealed for 'zalo-consent:<gateway>'.
  code_verifier bytea not null,
  started_by text not null,
  expires_at timestamptz not null
);

-- People whom an OA knows. A person has another id at every OA; the phone is there once the person has shared it.
create table zalo_users (
  owner_id bigint not null,
  oa_id text not null,
  user_id text not null,
  phone text check (phone ~ '^\\+[0-9]{8,15}$'),
  is_follower boolean,
  last_interaction_at timestamptz,
  learnt_at timestamptz not null default now(),
  primary key (owner_id, oa_id, user_id)
);
create index zalo_users_phone on zalo_users (owner_id, oa_id, phone) where phone is not null;

-- Templates as the operator has them. One that it no longer lists stays, so that old campaigns can be read.
create table gateway_templates (
  gateway_id bigint not null references gateways on delete cascade,
  template_id text not null,
  name text not null,
  status text not null,
  tag text,
  quality text,
  params jsonb not null,
  price_vnd integer,
  timeout_seconds integer,
  preview_url text,
  synced_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (gateway_id, template_id)
);
create table gateway_template_syncs (
  gateway_id bigint primary key references gateways on delete cascade,
  due_at timestamptz not null,
  synced_at timestamptz,
  error text
);

-- How many messages of an account may leave on a day of Vietnam. A place is taken before a message is claimed and given
-- back when it is not used; allowance null: the operator names no limit.
create table gateway_quotas (
  gateway_id bigint not null references gateways on delete cascade,
  day date not null,
  allowance integer,
  used integer not null default 0,
  asked_at timestamptz not null default now(),
  taken_at timestamptz,
  primary key (gateway_id, day)
) with (fillfactor = 20);
`;
