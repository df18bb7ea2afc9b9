import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many households lie in each area, kept as they come and go: a list of areas counts none of them. */
export class AreaHouseholds0000000000065 implements MigrationInterface {
  readonly name = 'AreaHouseholds0000000000065';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AREA_HOUSEHOLDS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const AREA_HOUSEHOLDS = /* sql */ `
-- Households that lie in an area itself, removed ones left out. As with the account of a campaign, whoever writes appends a
-- difference and waits for nobody; the sweeper folds them, and the sum of both tables is right at every moment. Without foreign
-- keys: what is left of an area that was taken out again counts nothing and disturbs nobody.
create table area_households (
  area_id bigint primary key,
  households bigint not null
);
create table area_households_delta (
  id bigint generated always as identity primary key,
  area_id bigint not null,
  households integer not null
);

create function households_inserted() returns trigger language plpgsql as $$
begin
  insert into area_households_delta (area_id, households)
  select area_id, count(*) from new_rows where deleted_at is null group by 1;
  return null;
end $$;
create function households_deleted() returns trigger language plpgsql as $$
begin
  insert into area_households_delta (area_id, households)
  select area_id, -count(*) from old_rows where deleted_at is null group by 1;
  return null;
end $$;
create function household_moved() returns trigger language plpgsql as $$
begin
  insert into area_households_delta (area_id, households)
  select area_id, n from (values (old.area_id, -1, old.deleted_at), (new.area_id, 1, new.deleted_at)) as x (area_id, n, deleted_at)
   where deleted_at is null;
  return null;
end $$;
create trigger households_inserted after insert on households
  referencing new table as new_rows for each statement execute function households_inserted();
create trigger households_deleted after delete on households
  referencing old table as old_rows for each statement execute function households_deleted();
-- By row, unlike the others: an import rewrites a million households, and moves none of them.
create trigger household_moved after update of area_id, deleted_at on households for each row
  when (old.area_id <> new.area_id or (old.deleted_at is null) <> (new.deleted_at is null))
  execute function household_moved();

-- The triggers above hold off whoever writes until this is committed.
insert into area_households (area_id, households)
select area_id, count(*) from households where deleted_at is null group by 1;
`;
