import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Standing connections within what an operator allows, rates below one a second, and long replies in parts. */
export class Binds0000000000012 implements MigrationInterface {
  readonly name = 'Binds0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BINDS);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const BINDS = /* sql */ `
-- The connections that all processes hold at accounts which allow only so many. Unlogged: after a crash of Postgres
-- everybody asks anew, and an operator refuses what is too many.
create unlogged table gateway_binds (
  gateway_id bigint not null references gateways on delete cascade,
  slot smallint not null,
  holder text not null,
  lease_until timestamptz not null,
  is_bound boolean not null default false,
  primary key (gateway_id, slot)
) with (fillfactor = 20);

-- A phone with a SIM sends less than one message a second.
alter table gateways drop constraint gateways_parts_per_second_check;
alter table gateways alter parts_per_second type double precision;
alter table gateways add constraint gateways_parts_per_second_check check (parts_per_second between 0.001 and 100000);

-- A reply of several parts comes as several events: {reference, total, number}.
alter table receipts add part jsonb;
-- And some operators report every part of a text by itself.
alter table receipts drop constraint receipts_kind_check;
alter table receipts add constraint receipts_kind_check check (kind in ('receipt', 'inbound', 'outbox', 'part'));
`;
