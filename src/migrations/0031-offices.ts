import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The office of an area: what stands at the head and the foot of its reports. */
export class Offices0000000000031 implements MigrationInterface {
  readonly name = 'Offices0000000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
create table offices (
  area_id bigint primary key references areas on delete cascade,
  -- The office above it, and its own name, as they stand on its papers.
  above text not null default '',
  name text not null,
  -- The place before the date, and who signs.
  place text not null default '',
  signer_title text not null default '',
  phone text not null default '',
  updated_by text,
  updated_at timestamptz not null default now()
);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
