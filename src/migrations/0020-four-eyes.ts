import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Four eyes: limits and lending of the right to release, frozen content, budgets. */
export class FourEyes0000000000020 implements MigrationInterface {
  readonly name = 'FourEyes0000000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RIGHTS);
    await runner.query(CONTENT);
    await runner.query(BUDGETS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const RIGHTS = /* sql */ `
alter table memberships
  -- What an approver may release alone; null: any.
  add max_households integer check (max_households > 0),
  add max_cost_vnd bigint check (max_cost_vnd >= 0),
  -- Who gave it; null: an operator at the command line.
  add granted_by bigint references users;

-- An approver's right, lent to somebody else for an absence.
create table delegations (
  id bigint generated always as identity primary key,
  from_user_id bigint not null references users,
  to_user_id bigint not null references users check (to_user_id <> from_user_id),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index delegations_to on delegations (to_user_id) where ended_at is null;
create index delegations_from on delegations (from_user_id);
`;

const CONTENT = /* sql */ `
alter table campaigns
  add cost_limit_vnd bigint check (cost_limit_vnd >= 0),
  -- What was released last: the difference is shown when something of it changed.
  add approved_content jsonb,
  -- Why it stopped by itself: cost-limit, budget.
  add pause_reason text,
  -- An urgent one that its author released without an approver: two of them look at it afterwards.
  add released_by text,
  add released_at timestamptz;

create table release_reviews (
  campaign_id bigint not null references campaigns,
  user_id bigint not null references users,
  is_agreed boolean not null,
  word text,
  at timestamptz not null default now(),
  primary key (campaign_id, user_id)
);
create index campaigns_released on campaigns (released_by, released_at) where released_at is not null;

create function campaign_content(c campaigns) returns jsonb language sql immutable as $$
  select jsonb_build_object('audience', c.audience, 'perHousehold', c.per_household, 'steps', c.steps, 'isUrgent', c.is_urgent,
                            'hours', c.hours, 'startAt', c.start_at, 'costLimitVnd', c.cost_limit_vnd)
$$;

-- Text, audience, steps and price limit of what was handed in or released do not change, whoever tries.
create function campaign_refuse_change() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and row(new.audience, new.per_household, new.steps, new.is_urgent, new.cost_limit_vnd)
     is distinct from row(old.audience, old.per_household, old.steps, old.is_urgent, old.cost_limit_vnd) then
    raise exception 'the content of a campaign that was handed in is frozen' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger campaigns_frozen before update of audience, per_household, steps, is_urgent, cost_limit_vnd on campaigns
  for each row execute function campaign_refuse_change();
`;

const BUDGETS = /* sql */ `
create table budgets (
  id bigint generated always as identity primary key,
  area_id bigint not null references areas,
  -- Days in Vietnam's calendar, both included.
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  amount_vnd bigint not null check (amount_vnd >= 0),
  lifted_at timestamptz,
  lifted_by bigint references users,
  lifted_reason text,
  -- When the warning at 80 % was given.
  warned_at timestamptz,
  created_at timestamptz not null default now(),
  unique (area_id, starts_on, ends_on)
);

-- What a campaign was expected to cost in each area when it was released: until it has ended, the rest of it is spoken for.
create table campaign_forecast (
  campaign_id bigint not null references campaigns,
  area_id bigint not null,
  cost_vnd bigint not null,
  primary key (campaign_id, area_id)
);

-- What a campaign has cost so far in each area; brought up to date by the sweeper while it runs.
create table campaign_spend (
  campaign_id bigint not null references campaigns,
  area_id bigint not null,
  day date not null,
  cost_vnd bigint not null,
  primary key (campaign_id, area_id, day)
);
create index campaign_spend_area on campaign_spend (area_id, day) include (cost_vnd);

-- The same by chunk, and how often the chunk had been claimed when it was counted: of a campaign of a million only what
-- was sent from since is read again. Tables of their own, so that counting never waits for a worker, nor the other way round.
create table chunk_spend (
  chunk_id bigint not null,
  area_id bigint not null,
  day date not null,
  cost_vnd bigint not null,
  primary key (chunk_id, area_id, day)
);
create table chunk_spend_counted (
  chunk_id bigint primary key,
  claims integer not null
);
create table campaign_spend_counted (
  campaign_id bigint primary key references campaigns,
  counted_at timestamptz not null
);
`;
