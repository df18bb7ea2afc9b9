import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is known from an operator's answers, and since when it has not given any, told apart from what nobody asked. */
export class AskedOperators0000000000069 implements MigrationInterface {
  readonly name = 'AskedOperators0000000000069';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ASKED);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const ASKED = /* sql */ `
-- When the operator last let it be known that the account does not work: by refusing a message, or when it was asked.
alter table gateway_breakers add asked_at timestamptz;
update gateway_breakers set asked_at = opened_at;

-- Since when the operator has not answered about this try; null: every question about it was answered, or none was asked.
alter table climbs add unanswered_since timestamptz;
`;
