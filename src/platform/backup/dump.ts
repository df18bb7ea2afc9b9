import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { columnList, copiedTables, quoted, sequences } from './tables.js';

/** The first lines of every backup; the number is the format's. */
export const TITLE = '-- Loa Luật, bản sao lưu 1';

/** What a backup says of itself, in its second line. */
export interface BackupHeader {
  madeAt: string;
  /** The last migration that its database had. */
  migration: string;
}

/**
 * The whole database as one moment had it, as an SQL script of `COPY … FROM stdin` blocks, as `pg_dump --data-only` writes
 * them: whoever has lost this program restores it with psql. Other sessions go on writing meanwhile.
 * @param client a connection that nothing else uses; its transaction is ended again
 */
export async function* dump(client: ClientBase): AsyncGenerator<Buffer> {
  await client.query('begin isolation level repeatable read read only');
  try {
    yield text(`${TITLE}\n-- ${JSON.stringify(await headerOf(client))}\n\n`);
    const rows: Record<string, number> = {};
    for (const table of await copiedTables(client)) {
      yield text(`COPY ${columnList(table)} FROM stdin;\n`);
      const copy = client.query(copyTo(`copy ${columnList(table)} to stdout`));
      for await (const chunk of copy) yield chunk as Buffer;
      rows[table.name] = copy.rowCount;
      yield text('\\.\n\n');
    }
    for (const { name, last } of await sequences(client))
      if (last !== null) yield text(`SELECT pg_catalog.setval('${quoted(name)}', ${last});\n`);
    yield text(`-- ${JSON.stringify({ rows })}\n`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function headerOf(client: ClientBase): Promise<BackupHeader> {
  const { rows } = await client.query<{ madeAt: Date; migration: string }>(
    `select now() as "madeAt", (select name from migrations order by id desc limit 1) as migration`,
  );
  return { madeAt: rows[0]!.madeAt.toISOString(), migration: rows[0]!.migration };
}

function text(value: string): Buffer {
  return Buffer.from(value, 'utf8');
}
