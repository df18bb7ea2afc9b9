import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';
import { isDatabaseAway } from '../database/database-error.js';
import { Sql } from '../database/sql.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';

/** Held while a round runs, so that of many workers one sweeps. */
const SWEEP_LOCK = 7_214_002;

type Sweep = () => Promise<void>;

/**
 * Owns the clock of the house: every `SWEEP_SECONDS`, one of the workers runs what the features registered. Emits what
 * they emit. Never relies on the queue, so that whatever a lost queue forgot is found again here.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeps: { name: string; sweep: Sweep }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private isStopped = false;
  private wasAway = false;
  private reachableSince = -Infinity;

  constructor(
    private readonly sql: Sql,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Adds a sweep; call it from `onModuleInit`. A sweep is idempotent, short, and finds its work in the database. */
  register(name: string, sweep: Sweep): void {
    this.sweeps.push({ name, sweep });
  }

  /** For how long this process has been reaching Postgres again, in milliseconds; Infinity where it never failed to. */
  get reachableMs(): number {
    return performance.now() - this.reachableSince;
  }

  onApplicationBootstrap(): void {
    if (this.sweeps.length > 0) this.schedule(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private schedule(ms: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.round = this.run().finally(() => this.schedule(this.config.SWEEP_SECONDS * 1000));
    }, ms);
  }

  private async run(): Promise<void> {
    try {
      await this.sql.ifAlone(SWEEP_LOCK, async () => {
        if (this.wasAway) this.reachableSince = performance.now();
        this.wasAway = false;
        for (const { name, sweep } of this.sweeps) await this.runOne(name, sweep);
        this.metrics.sweptAt.setToCurrentTime();
      });
    } catch (error) {
      this.wasAway = true;
      this.logger.warn({ event: 'sweep.not-run', error });
    }
  }

  /** One feature's trouble must not keep the others from being swept. */
  private async runOne(name: string, sweep: Sweep): Promise<void> {
    if (this.isStopped) return;
    try {
      await sweep();
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.error({ event: 'sweep.failed', sweep: name, error });
    }
  }
}
