import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Matching and searching without accents, names that differ by an accent, and imports that can be redone and undone. */
export class Directory0000000000002 implements MigrationInterface {
  readonly name = 'Directory0000000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
-- Thôn Hạ and Thôn Hà are two hamlets, though they fold to one text. The service refuses names that differ only by
-- where the tone mark stands (Hoà, Hòa).
drop index areas_name;
create unique index areas_name on areas (coalesce(parent_id, 0), lower(name));

-- Name and address without accents: what the search looks in, and what an import first looks for.
alter table households add loose_key text not null default '';
drop index households_match;
create index households_loose on households (area_id, loose_key) where deleted_at is null;
-- Imports are never removed, and a check for each of 100,000 households costs a second of the commit.
alter table households drop constraint households_import_id_fkey;

alter table imports
  add reads smallint not null default 0,
  add matched_at timestamptz,
  add created_area_ids bigint[] not null default '{}';
create index imports_unfinished on imports (status) where status in ('reading', 'committing', 'undoing');
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
