import pg from 'pg';
import { ignoreLostConnection } from './database-error.js';

/**
 * Opens a pool whose idle connections may be cut. Those on their way out as well: `pool.end()` answers before its connections
 * have ended, so a server that stops right after it still cuts some of them.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', ignoreLostConnection);
  return pool;
}
