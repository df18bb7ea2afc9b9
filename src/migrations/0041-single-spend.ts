import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What single messages cost: answers, confirmations and tests are paid from the same budget as campaigns. */
export class SingleSpend0000000000041 implements MigrationInterface {
  readonly name = 'SingleSpend0000000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SINGLE_SPEND);
    await runner.query(COUNTING);
    await runner.query(BEFORE);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const SINGLE_SPEND = /* sql */ `
create table single_spend (
  area_id bigint not null,
  day date not null,
  cost_vnd bigint not null,
  primary key (area_id, day)
);

-- Whose budget a single message is paid from: its household's area, or that of what it answers, or its account's.
create function outbox_area(o outbox) returns bigint language sql stable as $$
  select coalesce((select h.area_id from households h where h.id = o.household_id),
                  (select r.area_id from replies r where r.id = o.reply_id),
                  (select g.area_id from gateways g where g.id = o.gateway_id))
$$;
`;

/** A trigger, because costs are recorded on several ways: the operator's answer, a doubt that was settled. */
const COUNTING = /* sql */ `
create function outbox_spend() returns trigger language plpgsql as $$
declare area bigint := outbox_area(new);
begin
  if area is not null then
    insert into single_spend as s (area_id, day, cost_vnd)
    values (area, (coalesce(new.sent_at, now()) at time zone 'Asia/Ho_Chi_Minh')::date, new.cost_vnd - old.cost_vnd)
    on conflict (area_id, day) do update set cost_vnd = s.cost_vnd + excluded.cost_vnd;
  end if;
  return null;
end $$;
create trigger outbox_spend after update of cost_vnd on outbox
  for each row when (new.cost_vnd <> old.cost_vnd) execute function outbox_spend();
`;

const BEFORE = /* sql */ `
insert into single_spend (area_id, day, cost_vnd)
select outbox_area(o), (coalesce(o.sent_at, o.created_at) at time zone 'Asia/Ho_Chi_Minh')::date, sum(o.cost_vnd)
  from outbox o where o.cost_vnd <> 0 and outbox_area(o) is not null group by 1, 2;
`;
