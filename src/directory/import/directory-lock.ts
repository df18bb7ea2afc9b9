import type { Queryable } from '../../platform/database/sql.js';

/** Held by a transaction that writes an import into the directory, or takes it out: one at a time. */
const DIRECTORY_LOCK = 7_214_021;
/** First key of the lock on everything below one area. */
const BELOW_AREA = 7_215;

/** @param areaId the area that an import goes into: nobody enters a household below it until the transaction ends */
export async function lockDirectory(tx: Queryable, areaId: string | null): Promise<void> {
  await tx.execute('select pg_advisory_xact_lock($1)', [DIRECTORY_LOCK]);
  if (areaId !== null)
    await tx.execute('select pg_advisory_xact_lock($1, hashint8($2))', [BELOW_AREA, areaId]);
}

/**
 * Waits until no import writes into an area or one above it, and keeps it so until the transaction ends: a household that
 * is entered by hand then meets the one that the import brought.
 */
export async function awaitImports(
  tx: { query(text: string, values?: unknown[]): Promise<unknown> },
  areaId: string,
): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock_shared($1, hashint8(each::bigint))
       from unnest(string_to_array(trim('/' from (select path from areas where id = $2)), '/')) as each`,
    [BELOW_AREA, areaId],
  );
}
