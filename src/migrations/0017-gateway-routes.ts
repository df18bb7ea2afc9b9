import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that finish what runs, stand in for each other, share a campaign, or take another's place. */
export class GatewayRoutes0000000000017 implements MigrationInterface {
  readonly name = 'GatewayRoutes0000000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROUTES);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const ROUTES = /* sql */ `
alter table gateways drop constraint gateways_state_check;
alter table gateways
  add constraint gateways_state_check check (state in ('active', 'held', 'draining')),
  -- Campaigns that began after this moment are new to a draining account.
  add draining_since timestamptz,
  -- Sends what this account's errors keep from leaving, and what its share leaves over.
  add failover_gateway_id bigint references gateways,
  -- Of a hundred messages, how many the account sends itself while it works.
  add share_percent smallint not null default 100 check (share_percent between 1 and 100),
  -- Sends everything that is still planned for this account.
  add replaced_by_id bigint references gateways,
  add check (failover_gateway_id <> id and replaced_by_id <> id);
`;
