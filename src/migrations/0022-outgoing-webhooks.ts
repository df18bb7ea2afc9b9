import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Other programs are told what happened: whom, of what, and what came of it. */
export class OutgoingWebhooks0000000000022 implements MigrationInterface {
  readonly name = 'OutgoingWebhooks0000000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(EVENTS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const TABLES = /* sql */ `
create table webhook_endpoints (
  id bigint generated always as identity primary key,
  -- Without an area it hears of everything.
  area_id bigint references areas,
  name text not null,
  url text not null,
  events text[] not null,
  -- Signs what is sent; sealed under SECRET_KEY.
  secret bytea,
  is_active boolean not null default true,
  created_by bigint references users,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What is to be told, and the log of it. The body is made once, before the first try: every try says the same.
create table webhook_deliveries (
  id bigint generated always as identity primary key,
  endpoint_id bigint not null references webhook_endpoints on delete cascade,
  event text not null,
  subject_id bigint,
  occurred_at timestamptz not null default now(),
  body text,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts smallint not null default 0,
  next_at timestamptz not null default now(),
  rung_at timestamptz,
  lease_until timestamptz,
  status smallint,
  error text,
  settled_at timestamptz
);
create index webhook_deliveries_due on webhook_deliveries (next_at) where state = 'waiting';
create index webhook_deliveries_settled on webhook_deliveries (settled_at) where state <> 'waiting';
create index webhook_deliveries_log on webhook_deliveries (endpoint_id, id);
`;

/** Triggers, so that no path through the code can forget to tell. They cost one look at a small table. */
const EVENTS = /* sql */ `
create function webhook_campaign_finished() returns trigger language plpgsql as $$
begin
  insert into webhook_deliveries (endpoint_id, event, subject_id)
  select e.id, 'campaign.finished', new.id from webhook_endpoints e
   where e.is_active and e.events @> array['campaign.finished']
     and (e.area_id is null or areas_touch(array[e.area_id], new.area_ids));
  return null;
end $$;
create trigger campaigns_finished after update of state on campaigns for each row
  when (new.state is distinct from old.state
    and (new.state = 'completed' or new.state = 'cancelled' and new.started_at is not null))
  execute function webhook_campaign_finished();

create function webhook_reply_received() returns trigger language plpgsql as $$
begin
  insert into webhook_deliveries (endpoint_id, event, subject_id)
  select e.id, 'reply.received', new.id from webhook_endpoints e
   where e.is_active and e.events @> array['reply.received']
     and (e.area_id is null or areas_cover(array[e.area_id], array[new.area_id]));
  return null;
end $$;
create trigger replies_received after insert on replies for each row execute function webhook_reply_received();
`;
