import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Canned answers belong to a commune; those from before belong to everybody, as they did. */
export class CannedAnswersOfAreas0000000000019 implements MigrationInterface {
  readonly name = 'CannedAnswersOfAreas0000000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AREAS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const AREAS = /* sql */ `
-- Null: of the whole installation.
alter table canned_answers add area_id bigint references areas;
drop index canned_answers_title;
create unique index canned_answers_title on canned_answers (coalesce(area_id, 0), lower(title));
`;
