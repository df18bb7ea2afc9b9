import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { whenBack } from '../platform/database/when-back.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { type Chunk, ChunksRepository } from './chunks.repository.js';

/** A renewal that failed is tried again after this: for a moment after an outage nobody is taken for dead. */
const RETRY_MS = 500;

/**
 * The lease of one chunk, as its worker sees it: by this process's own clocks, and always on the cautious side. Both must
 * say that it is valid: the monotonic one stands still while a virtual machine is suspended, the other one may be set back.
 */
export class Lease {
  private validUntil = 0;
  private validUntilMs = 0;

  /**
   * @param holder the name under which it is held, of this lease alone: a chunk that this very process has taken again
   * is not held under an older one
   */
  constructor(
    readonly chunk: Chunk,
    readonly holder: string,
  ) {}

  /** Whether something may still be sent under this lease. */
  get isValid(): boolean {
    return performance.now() < this.validUntil && Date.now() < this.validUntilMs;
  }

  /** @param from by `performance.now()`: when the database was asked */
  extend(from: number, ms: number): void {
    this.validUntil = from + ms;
    this.validUntilMs = Date.now() - (performance.now() - from) + ms;
  }

  lose(): void {
    this.validUntil = 0;
  }
}

/** The leases that this process holds, renewed three times in their length. */
@Injectable()
export class Leases implements OnApplicationBootstrap, OnModuleDestroy {
  /** This process's name in the database; a new one each start. Each lease is held under it and a number. */
  readonly worker = randomUUID();

  private readonly held = new Map<string, Lease>();
  private taken = 0;
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly chunks: ChunksRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.logger.info({ event: 'worker.named', worker: this.worker });
    this.timer = setInterval(() => void this.renew(), (this.config.LEASE_SECONDS * 1000) / 3);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    clearTimeout(this.retry);
  }

  /** Takes an open chunk; undefined when it is not to be had. */
  async take(chunkId: string): Promise<Lease | undefined> {
    const asked = performance.now();
    const holder = `${this.worker}/${++this.taken}`;
    const chunk = await this.chunks.claim(chunkId, holder, this.config.LEASE_SECONDS);
    if (!chunk) return undefined;
    const lease = new Lease(chunk, holder);
    lease.extend(asked, this.config.LEASE_SECONDS * 1000);
    this.held.set(holder, lease);
    return lease;
  }

  /** Gives the chunk back, from `notBefore` on if given; waits for Postgres where that is away. */
  async give(lease: Lease, notBefore: Date | null): Promise<'done' | 'open' | 'held'> {
    this.held.delete(lease.holder);
    return whenBack(() => this.chunks.release(lease.chunk, lease.holder, notBefore));
  }

  /** Lets a lease run out: one of its tries cannot be recorded, and the sweeper has to find it. */
  abandon(lease: Lease): void {
    this.held.delete(lease.holder);
  }

  private async renew(): Promise<void> {
    if (this.held.size === 0) return;
    const asked = performance.now();
    const leases = [...this.held.values()];
    try {
      const holders = leases.map((lease) => lease.holder);
      const chunkIds = leases.map((lease) => lease.chunk.id);
      const ours = new Set(await this.chunks.renew(chunkIds, holders, this.config.LEASE_SECONDS));
      for (const lease of leases) {
        if (ours.has(lease.holder)) lease.extend(asked, this.config.LEASE_SECONDS * 1000);
        else lease.lose();
      }
    } catch (error) {
      // The leases run out by our own clock if this goes on; then nothing more is sent under them.
      this.logger.warn({ event: 'leases.not-renewed', count: leases.length, error });
      clearTimeout(this.retry);
      this.retry = setTimeout(() => void this.renew(), RETRY_MS);
    }
  }
}
