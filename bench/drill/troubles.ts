import { setTimeout as sleep } from 'node:timers/promises';
import { findHome } from '../../src/platform/embedded-postgres/home.js';
import { findPostmaster, signalProcess } from '../../src/platform/embedded-postgres/postmaster.js';
import type { Random } from '../../scripts/samples/random.js';
import type { CaughtTry, Ledger } from './ledger.js';
import { withClient } from '../support/with-client.js';
import type { Stage } from './stage.js';

export type Trouble = 'kill-worker' | 'kill-api' | 'lose-queue' | 'stop-postgres';

/** What one killed worker had under way. */
export interface Caught {
  atMs: number;
  tries: CaughtTry[];
}

/** Results that a killed worker had sent to Postgres are committed by then, and its lease is far from over. */
const LAST_STATEMENT_MS = 300;
const ASK_FOR_MS = 3_500;

/** The troubles of a drill in the order in which they come, drawn by `random`. */
export function plannedTroubles(
  { kills, queueLoss, postgresRestart }: { kills: number; queueLoss: boolean; postgresRestart: boolean },
  random: Random,
): Trouble[] {
  const few = Math.ceil(kills / 10);
  const troubles: Trouble[] = [
    ...times('kill-worker', kills),
    ...times('kill-api', few),
    ...times('lose-queue', queueLoss ? Math.max(2, few) : 0),
    ...times('stop-postgres', postgresRestart ? Math.max(2, few) : 0),
  ];
  for (let last = troubles.length - 1; last > 0; last--) {
    const other = random.int(last + 1);
    [troubles[last], troubles[other]] = [troubles[other]!, troubles[last]!];
  }
  return troubles;
}

function times(trouble: Trouble, count: number): Trouble[] {
  return Array.from({ length: count }, () => trouble);
}

/** Makes trouble on a stage, and keeps what it found. */
export class TroubleMaker {
  readonly caught: Caught[] = [];
  readonly done: Record<Trouble, number> = {
    'kill-worker': 0,
    'kill-api': 0,
    'lose-queue': 0,
    'stop-postgres': 0,
  };
  private readonly pending: Promise<void>[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly ledger: Ledger,
    private readonly random: Random,
  ) {}

  /** Makes one trouble; false where there is nothing to make it with at the moment. */
  async make(trouble: Trouble): Promise<boolean> {
    switch (trouble) {
      case 'kill-worker': {
        const living = this.stage.crew.living();
        if (living.length === 0) return false;
        await this.killWorker(this.random.pick(living));
        break;
      }
      case 'kill-api':
        await this.stage.api.kill();
        break;
      case 'lose-queue':
        await this.loseQueue();
        break;
      case 'stop-postgres':
        await this.stopPostgres(this.random.int(4_000));
        break;
    }
    this.done[trouble]++;
    return true;
  }

  /** Resolves when everything is known of the workers that were killed. */
  async settled(): Promise<void> {
    await Promise.all(this.pending);
  }

  private async killWorker(member: ReturnType<Stage['crew']['living']>[number]): Promise<void> {
    const atMs = Date.now();
    await this.stage.crew.kill(member);
    this.pending.push(this.lookAt(member.worker, atMs));
  }

  private async lookAt(worker: string, atMs: number): Promise<void> {
    await sleep(LAST_STATEMENT_MS);
    for (;;) {
      try {
        this.caught.push({ atMs, tries: await this.ledger.caughtBy(worker) });
        return;
      } catch (error) {
        // Postgres was stopped at the same time. Without an answer this kill counts as one that caught nothing.
        if (Date.now() - atMs > ASK_FOR_MS) {
          this.caught.push({ atMs, tries: [] });
          return;
        }
        if (!(error instanceof Error)) throw error;
        await sleep(100);
      }
    }
  }

  /** Redis: forgets everything, or dies and comes back empty. Postgres: BullMQ's tables are emptied. */
  private async loseQueue(): Promise<void> {
    const { redis, databaseUrl } = this.stage;
    if (!redis) {
      await withClient(databaseUrl, (client) => client.query(EMPTY_QUEUE));
      return;
    }
    if (this.random.int(2) === 0) await redis.flushAll();
    else await redis.killAndRestart(this.random.int(3_000));
  }

  /** Immediate stops, as of a power cut, until `downMs` have passed; each time the embedded server is brought back. */
  private async stopPostgres(downMs: number): Promise<void> {
    const until = Date.now() + downMs;
    const home = await findHome(this.stage.dataDir);
    do {
      const postmaster = home && (await findPostmaster(home.cluster));
      if (postmaster) signalProcess(postmaster.pid, 'SIGQUIT');
      await sleep(50);
    } while (Date.now() < until);
  }
}

/** All tables of BullMQ's schema but the one that says which migrations it has. */
const EMPTY_QUEUE = /* sql */ `
  do $$ begin
    execute (select 'truncate ' || string_agg(format('bullmq.%I', tablename), ', ')
               from pg_tables where schemaname = 'bullmq' and tablename <> 'migration');
  end $$`;
