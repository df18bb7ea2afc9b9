import pg from 'pg';
import { Sql } from '../../src/platform/database/sql.js';
import { testDatabase } from './database.js';

/** `Sql` on a fresh migrated database, for tests of repositories without an app. */
export async function testSql(): Promise<{ sql: Sql; url: string; close(): Promise<void> }> {
  const database = await testDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  // A connection that is on its way to be closed when its database is dropped: nobody waits for it any more.
  pool.on('error', () => undefined);
  return {
    sql: new Sql(pool),
    url: database.url,
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
}
