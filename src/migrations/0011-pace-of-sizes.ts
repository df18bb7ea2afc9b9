import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The pace of an account knows how large the messages are that were booked last (src/domain/pace.ts); how many test messages
 * somebody has sent today is counted in the trail.
 */
export class PaceOfSizes0000000000011 implements MigrationInterface {
  readonly name = 'PaceOfSizes0000000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table gateway_pace add size smallint not null default 1');
    await runner.query(
      `create index audit_events_tests on audit_events (actor_kind, actor_id, at) where action = 'gateway.tested'`,
    );
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
