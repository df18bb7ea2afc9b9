import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The force: propagandists as people, their areas, their stand-ins, their training. */
export class Force0000000000021 implements MigrationInterface {
  readonly name = 'Force0000000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FORCE);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const FORCE = /* sql */ `
create table propagandists (
  id bigint generated always as identity primary key,
  -- Where they belong: whose administrators keep them.
  area_id bigint not null references areas,
  -- Their account, where they have one.
  user_id bigint unique references users,
  full_name text not null,
  full_name_folded text not null,
  phone text,
  organisation text,
  -- When they were recognised as a propagandist, and by which decision.
  recognised_on date,
  recognition text,
  -- The first day on which they are no longer active; null: active.
  ended_on date,
  note text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index propagandists_area on propagandists (area_id, id);

-- In charge of an area and of everything below it.
create table propagandist_areas (
  propagandist_id bigint not null references propagandists on delete cascade,
  area_id bigint not null references areas,
  primary key (propagandist_id, area_id)
);
create index propagandist_areas_area on propagandist_areas (area_id);

-- Who does the work of somebody else from a day to a day, both included.
create table propagandist_stand_ins (
  id bigint generated always as identity primary key,
  propagandist_id bigint not null references propagandists on delete cascade,
  stand_in_id bigint not null references propagandists on delete cascade check (stand_in_id <> propagandist_id),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on)
);
create index propagandist_stand_ins_of on propagandist_stand_ins (propagandist_id, ends_on);
create index propagandist_stand_ins_by on propagandist_stand_ins (stand_in_id, ends_on);

create table propagandist_trainings (
  id bigint generated always as identity primary key,
  propagandist_id bigint not null references propagandists on delete cascade,
  held_on date not null,
  topic text not null,
  organiser text
);
create index propagandist_trainings_of on propagandist_trainings (propagandist_id, held_on);

-- Activity by person and month.
create index replies_answered on replies (answered_by, answered_at) where answered_by is not null;
create index campaigns_authors on campaigns using gin (authors);

-- Who does the work of an area today: whoever is in charge, or their stand-in.
create function force_on_duty(today date)
returns table (area_id bigint, propagandist_id bigint, stands_in_for bigint) language sql stable as $$
  select c.area_id, coalesce(s.stand_in_id, p.id), case when s.stand_in_id is not null then p.id end
    from propagandist_areas c
    join propagandists p on p.id = c.propagandist_id and (p.ended_on is null or p.ended_on > today)
    left join lateral (
      select s.stand_in_id from propagandist_stand_ins s
        join propagandists w on w.id = s.stand_in_id and (w.ended_on is null or w.ended_on > today)
       where s.propagandist_id = p.id and today between s.starts_on and s.ends_on
       order by s.id desc limit 1) s on true
$$;
`;
