import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ways out of doubt, and the end of waiting for a receipt.
 *
 * What is in doubt has its own small table, and what waits for a receipt is found by chunk: an index on deliveries with
 * `state` in it, even only as the condition of a partial index, would end heap-only updates on the hottest table (measured
 * in test/dispatch/heap-only.spec.ts: from all of the updates to none of them).
 */
export class Doubt0000000000003 implements MigrationInterface {
  readonly name = 'Doubt0000000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DOUBT);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const DOUBT = /* sql */ `
alter table gateways
  add receipt_hours integer not null default 72 check (receipt_hours between 1 and 720),
  add processing_seconds integer not null default 900 check (processing_seconds between 0 and 86400);

-- Deliveries that came into doubt. The ledger decides: a row here whose delivery is in another state, or at another
-- attempt, is only out of date.
create table doubts (
  delivery_id bigint primary key,
  attempt smallint not null,
  campaign_id bigint not null,
  gateway_id bigint not null,
  -- When our side gave up on the try: nothing of ours can leave for it any more.
  since timestamptz not null,
  -- When to look at it next; null: only a person can help.
  ask_at timestamptz
);
create index doubts_campaign on doubts (campaign_id);
create index doubts_due on doubts (ask_at) where ask_at is not null;
insert into doubts (delivery_id, attempt, campaign_id, gateway_id, since, ask_at)
select id, attempt, campaign_id, gateway_id, coalesce(sending_since, now()), now()
  from deliveries where state = 'in_doubt' and gateway_id is not null;

alter table chunks
  -- Tries in doubt that are to be sent again under the reference they have.
  add repeats integer not null default 0,
  -- Something of it is to be sent again; its holder must not call it done.
  add is_reopened boolean not null default false,
  -- When to look for accepted messages whose receipt is overdue; null: none waits for one.
  add receipts_due_at timestamptz;
create index chunks_receipts_due on chunks (receipts_due_at) where receipts_due_at is not null;
update chunks set receipts_due_at = now();
`;
