import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit trail: append-only, and chained by hash so that a removed or altered entry shows. */
export class AuditChain0000000000015 implements MigrationInterface {
  readonly name = 'AuditChain0000000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHAIN);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const CHAIN = /* sql */ `
alter table audit_events add seq bigint, add hash bytea;
create unique index audit_events_seq on audit_events (seq);
create index audit_events_actor on audit_events (actor_kind, actor_id, id);

-- The end of the chain. Its row is what makes entries queue up, and only while they commit.
create table audit_tip (
  only_row boolean primary key default true check (only_row),
  seq bigint not null,
  hash bytea not null
);
insert into audit_tip (seq, hash) values (0, sha256('loa-luat'));

-- Links one entry to the end of the chain. The content is spelled out in audit-chain.ts as well, which verifies it.
create function audit_link(entry_id bigint) returns void language plpgsql as $$
declare
  tip audit_tip;
  content text;
begin
  select * into tip from audit_tip for update;
  select array[(tip.seq + 1)::text, e.id::text, extract(epoch from e.at)::text, e.actor_kind, e.actor_id::text,
               e.actor_name, e.action, e.subject_kind, e.subject_id, e.address, e.details::text, e.area_ids::text]::text
    into content from audit_events e where e.id = entry_id;
  update audit_tip set seq = tip.seq + 1, hash = sha256(tip.hash || convert_to(content, 'UTF8'))
    returning * into tip;
  update audit_events set seq = tip.seq, hash = tip.hash where id = entry_id;
end $$;

create function audit_link_new() returns trigger language plpgsql as $$
begin
  perform audit_link(new.id);
  return null;
end $$;

-- Entries that were there before, in their order.
do $$
declare
  entry record;
begin
  for entry in select id from audit_events order by id loop perform audit_link(entry.id); end loop;
end $$;

-- At the commit of whatever the entry is about: a transaction that takes long keeps no other one from committing.
create constraint trigger audit_events_link after insert on audit_events
  deferrable initially deferred for each row execute function audit_link_new();

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.hash is null
     and (to_jsonb(new) - 'seq' - 'hash') = (to_jsonb(old) - 'seq' - 'hash') then
    return new;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_events_append_only before update or delete on audit_events
  for each row execute function audit_refuse_change();
create trigger audit_events_keep before truncate on audit_events
  for each statement execute function audit_refuse_change();
`;
