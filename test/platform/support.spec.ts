import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { itWhen } from '../support/needs.js';
import { testDatabase } from '../support/database.js';
import { hasRedis, testRedis } from '../support/redis.js';

describe('the servers that tests share', () => {
  it('gives each test a migrated database of its own', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    const clients = [one, other].map(({ url }) => new pg.Client({ connectionString: url }));
    try {
      for (const client of clients) {
        await client.connect();
        const tables = await client.query("select 1 from pg_tables where tablename = 'migrations'");
        expect(tables.rowCount).toBe(1);
        await client.query('create table only_mine ()');
      }
    } finally {
      for (const client of clients) await client.end();
      await one.drop();
      await other.drop();
    }
  });

  itWhen(hasRedis, 'redis-server is not installed')(
    'gives a test a Redis of its own, also after a kill',
    async () => {
      const redis = await testRedis();
      redis.process.kill('SIGKILL');
      await eventually(() => redis.process.signalCode === 'SIGKILL');
      const again = await testRedis(redis.port);
      expect(again.url).toBe(redis.url);
      await again.stop();
      await redis.stop();
    },
  );
});
