import type { ClientBase } from 'pg';

/** A table as it is copied. */
export interface CopiedTable {
  name: string;
  /** Its columns but the generated ones, in their order. */
  columns: string[];
}

/**
 * What no backup holds: sign-ins that are open (a copy of last month must let nobody in), the list of migrations (the header
 * names the last), and tables that Postgres itself empties after a crash.
 */
const LEFT_OUT = ['sessions', 'migrations'];

/** The tables of the schema `public`, by name. The queue's schema is not among them: the ledger rings it anew. */
export async function copiedTables(client: ClientBase): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpersistence = 'p'
        and c.relname <> all($1)
      group by 1 order by 1`,
    [LEFT_OUT],
  );
  return rows;
}

/** The sequences of the schema with where they stand; `last` is null where nothing was taken yet. */
export async function sequences(client: ClientBase): Promise<{ name: string; last: string | null }[]> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `select sequencename::text as name, last_value::text as last
       from pg_sequences where schemaname = 'public' order by 1`,
  );
  return rows;
}

/** An identifier as it stands in SQL. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** `"table" ("column", …)`. */
export function columnList({ name, columns }: CopiedTable): string {
  return `${quoted(name)} (${columns.map(quoted).join(', ')})`;
}
