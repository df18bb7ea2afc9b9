import type { Queryable } from '../../platform/database/sql.js';

/** Held by a transaction that writes an import into the directory, or takes it out: one at a time. */
const DIRECTORY_LOCK = 7_214_021;

export async function lockDirectory(tx: Queryable): Promise<void> {
  await tx.execute('select pg_advisory_xact_lock($1)', [DIRECTORY_LOCK]);
}
