import { createHash } from 'node:crypto';
import { type Queryable, Sql } from '../platform/database/sql.js';

/** What an empty chain begins with. */
const START = createHash('sha256').update('loa-luat').digest();

/**
 * The content that an entry's hash covers, with the hash before it. The same words stand in the trigger of the database
 * (`audit_link`); here they are not the database's to change.
 */
const CONTENT = `array[e.seq::text, e.id::text, extract(epoch from e.at)::text, e.actor_kind, e.actor_id::text,
  e.actor_name, e.action, e.subject_kind, e.subject_id, e.address, e.details::text, e.area_ids::text]::text`;

const BATCH = 5_000;

/** The first entry at which the chain breaks. */
export interface BrokenLink {
  /** `altered`: its content is not what was hashed; `missing`: it, or entries before it, are gone; `unlinked`: never linked. */
  kind: 'altered' | 'missing' | 'unlinked';
  seq: string;
  /** Null where the entry is gone. */
  id: string | null;
  at: Date | null;
}

export interface ChainReport {
  entries: number;
  /** Of the last entry, in hex: note it elsewhere, and a chain that was written anew from some point on shows, too. */
  tip: string;
  broken: BrokenLink | null;
}

interface Link extends Record<string, unknown> {
  seq: string;
  id: string;
  at: Date;
  content: string;
  hash: Buffer;
}

/**
 * Reads the whole chain and says where it breaks first.
 * @param noted a sequence number and hash (hex) that were noted earlier: they must still stand so
 */
export async function verifyAudit(sql: Sql, noted?: { seq: string; hash: string }): Promise<ChainReport> {
  return sql.transaction(async (tx) => {
    await tx.execute('set transaction isolation level repeatable read read only');
    const [unlinked] = await tx.query<{ id: string; at: Date }>(
      'select id, at from audit_events where hash is null order by id limit 1',
    );
    if (unlinked) return broken(0, START, { kind: 'unlinked', seq: '', ...unlinked });
    let before = START;
    let entries = 0;
    for (;;) {
      const links = await nextLinks(tx, entries);
      for (const link of links) {
        const expected = entries + 1;
        if (Number(link.seq) !== expected)
          return broken(entries, before, { kind: 'missing', seq: String(expected), id: null, at: null });
        const hash = createHash('sha256').update(before).update(link.content, 'utf8').digest();
        const isNoted = noted?.seq !== link.seq || noted.hash === hash.toString('hex');
        if (!hash.equals(link.hash) || !isNoted)
          return broken(entries, before, { kind: 'altered', seq: link.seq, id: link.id, at: link.at });
        before = hash;
        entries = expected;
      }
      if (links.length < BATCH) break;
    }
    const [tip] = await tx.query<{ seq: string; hash: Buffer }>('select seq, hash from audit_tip');
    const last = Math.max(Number(tip?.seq ?? 0), Number(noted?.seq ?? 0));
    if (last > entries)
      return broken(entries, before, { kind: 'missing', seq: String(entries + 1), id: null, at: null });
    return { entries, tip: before.toString('hex'), broken: null };
  });
}

function nextLinks(tx: Queryable, after: number): Promise<Link[]> {
  return tx.query<Link>(
    `select e.seq, e.id, e.at, ${CONTENT} as content, e.hash from audit_events e
      where e.seq > $1 order by e.seq limit ${BATCH}`,
    [after],
  );
}

function broken(entries: number, before: Buffer, link: BrokenLink): ChainReport {
  return { entries, tip: before.toString('hex'), broken: link };
}
