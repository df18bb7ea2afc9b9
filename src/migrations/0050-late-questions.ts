import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A rung whose time is over asks its operator before the next one is tried. */
export class LateQuestions0000000000050 implements MigrationInterface {
  readonly name = 'LateQuestions0000000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LATE);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const LATE = /* sql */ `
-- From when on the operator is to be asked before this delivery goes on; null: it may go on.
alter table climbs add ask_after timestamptz;
create index climbs_ask on climbs (ask_after) where ask_after is not null;
`;
