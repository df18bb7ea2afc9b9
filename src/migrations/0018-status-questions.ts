import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operators are asked about messages without a receipt while they still know them. */
export class StatusQuestions0000000000018 implements MigrationInterface {
  readonly name = 'StatusQuestions0000000000018';

  async up(runner: QueryRunner): Promise<void> {
    // No default, so no row is written; no index, so an update stays in its page.
    await runner.query('alter table attempts add asked_at timestamptz');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
