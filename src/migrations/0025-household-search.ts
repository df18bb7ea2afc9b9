import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finding households as one types, among a million of them. */
export class HouseholdSearch0000000000025 implements MigrationInterface {
  readonly name = 'HouseholdSearch0000000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
create extension if not exists pg_trgm;

-- All that a household is found by but its phones and its area, without accents, each word after a space.
create function household_text(head_name_folded text, loose_key text, code text) returns text
language sql immutable parallel safe
return ' ' || head_name_folded || ' ' || translate(loose_key, '|', ' ') || ' ' || coalesce(lower(code), '');

-- Its words: an index over words is half the size of one over trigrams, and takes a third of its time to write.
create function household_words(head_name_folded text, loose_key text, code text) returns tsvector
language sql immutable parallel safe
return array_to_tsvector(array_remove(string_to_array(
  ' ' || head_name_folded || ' ' || translate(loose_key, '|', ' ') || ' ' || coalesce(lower(code), ''), ' '), ''));

create index households_words on households using gin (household_words(head_name_folded, loose_key, code))
  where deleted_at is null;
-- Any run of figures of a number, without the country's code.
create index contacts_figures on contacts using gin (substr(phone, 4) gin_trgm_ops);

-- What a household was sent. It holds no column that sending changes, so that updates stay heap-only.
create index deliveries_household on deliveries (household_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}
