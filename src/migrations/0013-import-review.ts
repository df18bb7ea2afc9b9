import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports whose columns a person corrects, and whose open questions a person answers. */
export class ImportReview0000000000013 implements MigrationInterface {
  readonly name = 'ImportReview0000000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
-- What a person said of the columns; the file is read again under it.
alter table imports add mapping_given jsonb, add answered boolean not null default false;
create index imports_same_file on imports (area_id, file_sha256);

alter table import_rows add question jsonb, add answer text;
create index import_rows_questions on import_rows (import_id, row_no) where question is not null;

-- Columns that a person named once, for the next file of the same commune with the same headings.
create table import_mappings (
  area_id bigint not null references areas on delete cascade,
  headings_key text not null,
  columns jsonb not null,
  updated_by bigint,
  updated_at timestamptz not null default now(),
  primary key (area_id, headings_key)
);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
