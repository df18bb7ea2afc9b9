import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has a draft open at this moment, so that two people who write see each other before they write against each other. */
export class CampaignEditors0000000000045 implements MigrationInterface {
  readonly name = 'CampaignEditors0000000000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
-- Unlogged: after a crash nobody has anything open, and everybody says so again within seconds.
create unlogged table campaign_editors (
  campaign_id bigint not null,
  user_id bigint not null,
  seen_at timestamptz not null default now(),
  primary key (campaign_id, user_id)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
