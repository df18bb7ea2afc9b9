import { openPool } from '../../src/platform/database/open-pool.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('a pool', () => {
  it('outlives the cutting of its idle connection, and asks again on another', async () => {
    const pool = openPool({ connectionString: database.url, max: 2 });
    const [one, other] = await Promise.all([pool.connect(), pool.connect()]);
    const { rows } = await one.query<{ pid: number }>('select pg_backend_pid() as pid');
    const { rows: kept } = await other.query<{ pid: number }>('select pg_backend_pid() as pid');
    const cut = new Promise((resolve) => one.once('end', resolve));
    one.release();
    await other.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
    await cut;
    other.release();
    await eventually(() => expect(pool.totalCount).toBe(1));
    expect((await pool.query('select pg_backend_pid() as pid')).rows).toEqual(kept);
    await pool.end();
  });
});
