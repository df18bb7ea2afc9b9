import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What belonged to an area that was merged goes along, and comes back when the merge is taken back. */
export class AreaBelongings0000000000040 implements MigrationInterface {
  readonly name = 'AreaBelongings0000000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CARRIED);
    await runner.query(BUDGETS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const CARRIED = /* sql */ `
-- Rows of other tables that a change of areas gave to another area, and how they were.
create table area_carried (
  id bigint generated always as identity primary key,
  change_id bigint not null references area_changes,
  -- The table, and the row's key in it.
  kind text not null,
  row_id bigint not null,
  was jsonb not null
);
create index area_carried_change on area_carried (change_id, kind);
`;

const BUDGETS = /* sql */ `
-- Areas that the budget pays for beside its own: merged into it, or split off from it, while it ran.
alter table budgets add also_area_ids bigint[] not null default '{}';
`;
