import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Days on which nothing is sent, and schedules that lost their chance.
 *
 * The public holidays are those of article 112 of the Labour Code 45/2019/QH14. Only those with a fixed date in the solar
 * calendar are filled in: New Year (1/1), Reunification (30/4), Labour (1/5), National Day (2/9). Tết, the Hùng Kings'
 * anniversary (10/3 of the lunar calendar), the second day of National Day and days that are swapped are announced year by
 * year; an administrator puts them in with PUT /holidays.
 */
export class Holidays0000000000006 implements MigrationInterface {
  readonly name = 'Holidays0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HOLIDAYS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const HOLIDAYS = /* sql */ `
create table holidays (
  day date primary key,
  name text not null
);
insert into holidays (day, name)
select make_date(year, month, day), name
  from generate_series(2026, 2045) as year
 cross join (values (1, 1, 'Tết Dương lịch'),
                    (4, 30, 'Ngày Chiến thắng'),
                    (5, 1, 'Ngày Quốc tế lao động'),
                    (9, 2, 'Quốc khánh')) as fixed (month, day, name);

alter table campaigns
  add ignore_holidays boolean not null default false,
  -- Its hours passed while nothing ran: it starts only when someone says so.
  add needs_confirmation boolean not null default false;
`;
