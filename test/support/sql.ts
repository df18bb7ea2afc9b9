import { openPool } from '../../src/platform/database/open-pool.js';
import { Sql } from '../../src/platform/database/sql.js';
import { testDatabase } from './database.js';

/** `Sql` on a fresh migrated database, for tests of repositories without an app. */
export async function testSql(): Promise<{ sql: Sql; url: string; close(): Promise<void> }> {
  const database = await testDatabase();
  const pool = openPool({ connectionString: database.url, max: 10 });
  return {
    sql: new Sql(pool),
    url: database.url,
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
}
