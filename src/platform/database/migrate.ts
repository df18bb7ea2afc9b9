import { runMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/migrations.js';
import { ignoreLostConnection } from './database-error.js';

/** Serialises migrations of processes that start at once. */
const MIGRATION_LOCK = 7_214_001;

/**
 * Brings the schema up to date: our tables, and BullMQ's in the schema `bullmq`. Safe from many processes at once;
 * each migration is one transaction. Throws where the server is older than Postgres 15.
 * @param url a postgres:// URL
 * @param upTo the name of the last migration to apply; default: all
 */
export async function migrate(url: string, upTo?: string): Promise<void> {
  const last = upTo === undefined ? MIGRATIONS.length - 1 : MIGRATIONS.findIndex(({ name }) => name === upTo);
  if (last < 0) throw new Error(`there is no migration ${upTo}`);
  const client = new pg.Client({ connectionString: url });
  client.on('error', ignoreLostConnection);
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    if (Number(rows[0]!.server_version_num) < 150_000) {
      throw new Error(`Cần PostgreSQL 15 trở lên, máy chủ này là ${rows[0]!.server_version_num}.`);
    }
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = new DataSource({
      type: 'postgres',
      url,
      migrations: MIGRATIONS.slice(0, last + 1),
      poolSize: 2,
      logging: false,
    });
    await source.initialize();
    try {
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
    }
    await runMigrations(client);
  } finally {
    await client.end();
  }
}
