import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What households say, read and threaded, and the single messages that go back to them. */
export class Replies0000000000008 implements MigrationInterface {
  readonly name = 'Replies0000000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OUTBOX);
    await runner.query(REPLIES);
    await runner.query(RECEIPTS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const OUTBOX = /* sql */ `
-- Single messages to one number, outside any campaign: confirmations of a refusal, an official's answers. They go before
-- whatever waits at their account. A row is written before its request leaves, as in the ledger.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('confirmation', 'answer')),
  -- Whoever asks twice for the same message gets the same row.
  request_key text not null unique,
  gateway_id bigint not null,
  channel text not null,
  phone text not null,
  text text not null,
  household_id bigint,
  reply_id bigint,
  -- When the household wrote what this answers: a refusal that is newer stops an answer.
  heard_at timestamptz not null,
  created_by text,
  created_at timestamptz not null default now(),
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'accepted', 'delivered', 'undelivered',
    'expired', 'rejected', 'in_doubt', 'skipped')),
  reason text,
  code text,
  operator_id text,
  attempt smallint not null default 0,
  -- Waits to be sent again under the reference it has, inside the operator's idempotency window.
  same_reference boolean not null default false,
  parts smallint not null,
  cost_vnd integer not null default 0,
  not_before timestamptz not null default now(),
  first_sent_at timestamptz,
  sent_at timestamptz,
  lease_until timestamptz,
  -- When the operator is asked about it; null: only a person can help.
  ask_at timestamptz,
  doubted_at timestamptz,
  settled_at timestamptz
);
create index outbox_waiting on outbox (gateway_id, not_before) where state = 'waiting';
create index outbox_open on outbox (state, sent_at) where state in ('sending', 'accepted', 'in_doubt');
create index outbox_operator on outbox (gateway_id, operator_id) where operator_id is not null;
create index outbox_household on outbox (household_id, id) where household_id is not null;
create index outbox_phone on outbox (phone, id);
create index outbox_reply on outbox (reply_id) where reply_id is not null;
`;

const REPLIES = /* sql */ `
-- What households say. Households, areas and campaigns are not foreign keys: what was said outlives them.
create table replies (
  id bigint generated always as identity primary key,
  -- One row of the inbox is read once.
  receipt_id bigint not null unique,
  -- What tells an operator's second call from the first, where the operator says enough for that.
  sameness text,
  gateway_id bigint not null,
  channel text not null,
  -- E.164; as the operator wrote it where it is no mobile number.
  phone text not null,
  text text not null,
  received_at timestamptz not null,
  household_id bigint,
  area_id bigint,
  campaign_id bigint,
  delivery_id bigint,
  intent text not null check (intent in ('refusal', 'resubscribe', 'person')),
  needs_person boolean not null,
  mentions_refusal boolean not null default false,
  state text not null check (state in ('open', 'answered', 'closed')),
  assigned_to bigint references users,
  answered_at timestamptz,
  answered_by text,
  closed_at timestamptz,
  closed_by text,
  created_at timestamptz not null default now()
);
create unique index replies_sameness on replies (gateway_id, sameness) where sameness is not null;
create index replies_phone on replies (phone, id);
create index replies_household on replies (household_id, id) where household_id is not null;
create index replies_open on replies (id) where state = 'open';
create index replies_campaign on replies (campaign_id, id) where campaign_id is not null;

alter table refusals add reply_id bigint;

create table canned_answers (
  id bigint generated always as identity primary key,
  title text not null,
  text text not null,
  -- The article that the answer rests on: "Nghị định 168/2024/NĐ-CP, Điều 7".
  law_reference text,
  created_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index canned_answers_title on canned_answers (lower(title));
`;

const RECEIPTS = /* sql */ `
alter table receipts add outbox_id bigint;
alter table receipts drop constraint receipts_kind_check;
alter table receipts add constraint receipts_kind_check check (kind in ('receipt', 'inbound', 'outbox'));
-- Replies were stored and not read until now.
update receipts set applied_at = null, outcome = null where kind = 'inbound' and outcome = 'kept';
create index receipts_unread on receipts (retry_at, id) where applied_at is null and kind <> 'receipt';
`;
