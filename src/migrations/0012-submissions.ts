import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an approver saw each time a campaign was handed in, so that the next time shows what has changed. */
export class Submissions0000000000012 implements MigrationInterface {
  readonly name = 'Submissions0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaigns add submission jsonb, add previous_submission jsonb');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
