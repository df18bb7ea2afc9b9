import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What erasing and keeping for a time need to know. */
export class Erasure0000000000028 implements MigrationInterface {
  readonly name = 'Erasure0000000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
-- The key under which erased numbers are kept in the register of refusals; sealed under the secret key.
alter table installation add register_key bytea;
-- When names, numbers and texts were cleared after their time.
alter table campaigns add cleared_at timestamptz;
alter table imports add rows_cleared_at timestamptz;
create index consents_hash on consents (phone_hash) where phone is null;
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
