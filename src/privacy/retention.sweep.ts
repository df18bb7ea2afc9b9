import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { ERASED_NAME } from './erased.js';
import type { RetentionSettings } from './privacy.schema.js';
import { readRetention } from './retention.js';

/** The hour in Vietnam from which a night's clearing begins: nobody is written to then. */
const FROM_HOUR = 1;
/** Rows of a statement, and statements of a sweep: the other sweeps wait a second or two at most. */
const BATCH = 5_000;
const BATCHES_PER_SWEEP = 4;

type Kind = 'ledger' | 'replies' | 'singles' | 'importRows' | 'receipts';
type Cleared = Partial<Record<Kind, number>>;

/**
 * Clears what was kept long enough, once a night, a little at every sweep: a process that dies goes on where it was. The
 * ledger keeps its rows, so that every account adds up; refusals and consents stay.
 */
@Injectable()
export class RetentionSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('retention', () => this.sweep());
  }

  /** One sweep's share of tonight's clearing. */
  async sweep(): Promise<void> {
    const [run] = await this.sql.query<{ id: string; cleared: Cleared | null }>(
      `with begun as (
         insert into retention_runs (night)
         select (now() at time zone 'Asia/Ho_Chi_Minh')::date
          where extract(hour from now() at time zone 'Asia/Ho_Chi_Minh') >= ${FROM_HOUR}
            and not exists (select 1 from retention_runs where night = (now() at time zone 'Asia/Ho_Chi_Minh')::date)
         on conflict do nothing returning id, cleared, finished_at)
       select id, cleared from begun
       union all select id, cleared from retention_runs where finished_at is null order by id desc limit 1`,
    );
    if (!run) return;
    const settings = await readRetention(this.sql);
    const cleared: Cleared = { ...run.cleared };
    let left = BATCHES_PER_SWEEP;
    for (const [kind, clear] of CLEARINGS) {
      for (; left > 0; left--) {
        const rows = await this.sql.transaction((tx) => clear(tx, settings));
        if (rows === 0) break;
        cleared[kind] = (cleared[kind] ?? 0) + rows;
      }
      if (left === 0) break;
    }
    const isDone = left > 0;
    await this.sql.transaction(async (tx) => {
      await tx.execute(
        `update retention_runs set cleared = $2, finished_at = case when $3 then clock_timestamp() end where id = $1`,
        [run.id, JSON.stringify(cleared), isDone],
      );
      if (isDone && Object.keys(cleared).length > 0)
        await this.audit.record(tx, SYSTEM, 'retention.cleared', { kind: 'retention', id: run.id }, cleared);
    });
  }
}

/** Each clears up to a batch, and answers how many rows it found. */
const CLEARINGS: readonly (readonly [
  Kind,
  (tx: Queryable, settings: RetentionSettings) => Promise<number>,
])[] = [
  ['ledger', clearLedger],
  [
    'replies',
    (tx, { repliesMonths }) =>
      tx.execute(
        `update replies set phone = '', text = '' where id in (
           select id from replies where text <> '' and state <> 'open'
              and received_at < now() - make_interval(months => $1) limit ${BATCH})`,
        [repliesMonths],
      ),
  ],
  [
    'singles',
    (tx, { repliesMonths }) =>
      tx.execute(
        `update outbox set phone = '', text = '' where id in (
           select id from outbox where text <> '' and state not in ('waiting', 'sending')
              and created_at < now() - make_interval(months => $1) limit ${BATCH})`,
        [repliesMonths],
      ),
  ],
  ['importRows', clearImportRows],
  [
    'receipts',
    (tx, { receiptsMonths }) =>
      tx.execute(
        `delete from receipts where id in (
           select id from receipts where applied_at < now() - make_interval(months => $1)
              and not exists (select 1 from replies where replies.receipt_id = receipts.id and replies.state = 'open')
            limit ${BATCH})`,
        [receiptsMonths],
      ),
  ],
];

/** The oldest campaign whose time is over, a batch of its rows; when none is left it is marked. */
async function clearLedger(tx: Queryable, { ledgerMonths }: RetentionSettings): Promise<number> {
  const [campaign] = await tx.query<{ id: string }>(
    `select id from campaigns
      where state in ('completed', 'cancelled') and cleared_at is null
        and coalesce(completed_at, cancelled_at) < now() - make_interval(months => $1)
      order by id limit 1 for update`,
    [ledgerMonths],
  );
  if (!campaign) return 0;
  const ids = await tx.query<{ id: string }>(
    `update deliveries set head_name = $2, address = null, household_code = null, phone = null
      where id in (select id from deliveries where campaign_id = $1 and head_name <> $2 and state <> 'in_doubt' limit ${BATCH})
     returning id`,
    [campaign.id, ERASED_NAME],
  );
  await tx.execute(`update attempts set phone = '' where delivery_id = any($1::bigint[])`, [
    ids.map(({ id }) => id),
  ]);
  if (ids.length < BATCH)
    await tx.execute('update campaigns set cleared_at = now() where id = $1', [campaign.id]);
  // The mark is work, too: the next campaign is looked at after it.
  return Math.max(ids.length, 1);
}

async function clearImportRows(tx: Queryable, { importRowsMonths }: RetentionSettings): Promise<number> {
  const [old] = await tx.query<{ id: string }>(
    `select id from imports
      where rows_cleared_at is null and status in ('ready', 'committed', 'undone', 'failed')
        and coalesce(committed_at, created_at) < now() - make_interval(months => $1)
      order by id limit 1 for update`,
    [importRowsMonths],
  );
  if (!old) return 0;
  const rows = await tx.execute(
    `delete from import_rows where import_id = $1 and row_no in (
       select row_no from import_rows where import_id = $1 order by row_no limit ${BATCH})`,
    [old.id],
  );
  if (rows < BATCH) await tx.execute('update imports set rows_cleared_at = now() where id = $1', [old.id]);
  return Math.max(rows, 1);
}
