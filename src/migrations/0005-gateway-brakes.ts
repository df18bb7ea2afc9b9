import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The circuit breaker of gateway accounts, shared by all workers, and the shares of campaigns at one account. */
export class GatewayBrakes0000000000005 implements MigrationInterface {
  readonly name = 'GatewayBrakes0000000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BRAKES);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const BRAKES = /* sql */ `
-- No row: the account has never failed. What a person holds stands in gateways.state; this is what the sender found out.
create table gateway_breakers (
  gateway_id bigint primary key references gateways on delete cascade,
  state text not null check (state in ('closed', 'open', 'half-open')),
  -- The kind of error that opened it, the operator's short code, and what its last check answered.
  reason text not null,
  code text,
  detail text,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- When the operator is asked next.
  retry_at timestamptz not null,
  -- Chances that failed since the account worked for a while: the wait grows with them.
  tries integer not null default 1,
  -- While half open: until when the one message that tries the account has its turn.
  probe_until timestamptz
);

-- How much each campaign has had of an account lately, in parts, so that the one that had less goes first. Lost in a
-- crash of Postgres, which is harmless.
create unlogged table gateway_shares (
  gateway_id bigint not null references gateways on delete cascade,
  campaign_id bigint not null references campaigns on delete cascade,
  parts float8 not null,
  -- Until when it counts as wanting more.
  active_until timestamptz not null,
  primary key (gateway_id, campaign_id)
) with (fillfactor = 20);
`;
