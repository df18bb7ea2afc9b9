import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What households open from a message: the full text of a campaign, and the key that makes links nobody can guess. */
export class HouseholdPages0000000000030 implements MigrationInterface {
  readonly name = 'HouseholdPages0000000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
alter table campaigns add full_text text;
-- Links outlive a change of SECRET_KEY: they stand in messages that were sent. Whoever has this row has the ledger, too.
alter table installation add link_key bytea;
`);
    await runner.query('update installation set link_key = $1', [randomBytes(32)]);
    await runner.query('alter table installation alter link_key set not null');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
