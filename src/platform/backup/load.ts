import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type BackupHeader, TITLE } from './dump.js';
import { BackupFormatError, ScriptReader, type ScriptPart } from './script-reader.js';
import { copiedTables, quoted } from './tables.js';

const COPY_LINE = /^COPY "(\w+)" \(("\w+"(?:, "\w+")*)\) FROM stdin;$/;
const SEQUENCE_LINE = /^SELECT pg_catalog\.setval\('"(\w+)"', (\d+)\);$/;

/** What stood in a backup. */
export interface Loaded {
  header: BackupHeader;
  rows: Record<string, number>;
}

/** A backup that is being read: its header first, then the rest into a database, or nowhere. */
export class BackupReader {
  private readonly parts: AsyncGenerator<ScriptPart>;

  constructor(source: AsyncIterable<Buffer>) {
    this.parts = new ScriptReader(source).parts();
  }

  /** Throws BackupFormatError where this is no backup of ours. */
  async header(): Promise<BackupHeader> {
    if ((await this.nextLine()) !== TITLE) throw new BackupFormatError('not a backup of this program');
    return JSON.parse((await this.nextLine()).slice('-- '.length)) as BackupHeader;
  }

  /**
   * Reads the rest and puts it in place of what the tables hold, inside the caller's transaction. Triggers rest meanwhile, and
   * foreign keys are checked at the end, in bulk.
   * @param client null to read only
   * @returns rows by table
   */
  async load(client: ClientBase | null): Promise<Record<string, number>> {
    const rows: Record<string, number> = {};
    const keys = client && (await beginLoading(client));
    let promised: Record<string, number> | undefined;
    for await (const part of this.parts) {
      if (part.kind !== 'line') throw new BackupFormatError('data without a table');
      const copy = COPY_LINE.exec(part.text);
      const sequence = SEQUENCE_LINE.exec(part.text);
      if (copy) rows[copy[1]!] = await this.copy(client, part.text);
      else if (sequence) await client?.query('select setval($1, $2)', [quoted(sequence[1]!), sequence[2]]);
      else if (part.text.startsWith('-- '))
        promised = (JSON.parse(part.text.slice('-- '.length)) as { rows: Record<string, number> }).rows;
      else if (part.text !== '') throw new BackupFormatError('a line that no backup has');
    }
    checkRows(promised, rows);
    if (client && keys) await endLoading(client, keys);
    return rows;
  }

  private async copy(client: ClientBase | null, line: string): Promise<number> {
    const { value: part } = (await this.parts.next()) as IteratorResult<ScriptPart, undefined>;
    if (part?.kind !== 'rows') throw new BackupFormatError('a table without data');
    if (!client) {
      let count = 0;
      for await (const data of part.data) for (const byte of data) if (byte === 0x0a) count++;
      return count;
    }
    const copy = client.query(copyFrom(line.slice(0, -1)));
    await pipeline(Readable.from(part.data), copy);
    return copy.rowCount;
  }

  private async nextLine(): Promise<string> {
    const { value } = (await this.parts.next()) as IteratorResult<ScriptPart, undefined>;
    if (value?.kind !== 'line') throw new BackupFormatError('the file is empty');
    return value.text;
  }
}

function checkRows(promised: Record<string, number> | undefined, rows: Record<string, number>): void {
  if (!promised) throw new BackupFormatError('the backup ends early');
  const wrong = Object.keys(promised).filter((table) => promised[table] !== rows[table]);
  if (wrong.length > 0) throw new BackupFormatError(`rows are missing in ${wrong.join(', ')}`);
}

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/** Empties the tables (a new database has a few rows of its own), rests their triggers and lifts foreign keys. */
async function beginLoading(client: ClientBase): Promise<ForeignKey[]> {
  const { rows: keys } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of keys)
    await client.query(`alter table ${table} drop constraint ${quoted(name)}`);
  for (const { name } of await copiedTables(client)) {
    await client.query(`alter table ${quoted(name)} disable trigger user`);
    await client.query(`truncate ${quoted(name)}`);
  }
  return keys;
}

async function endLoading(client: ClientBase, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
  for (const { name } of await copiedTables(client))
    await client.query(`alter table ${quoted(name)} enable trigger user`);
}
