import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { type Chunk, ChunksRepository } from './chunks.repository.js';

/**
 * The lease of one chunk, as its worker sees it: by this process's own clocks, and always on the cautious side. Both must
 * say that it is valid: the monotonic one stands still while a virtual machine is suspended, the other one may be set back.
 */
export class Lease {
  private validUntil = 0;
  private validUntilMs = 0;

  constructor(readonly chunk: Chunk) {}

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
  /** This process's name in the database; a new one each start, so that an old lease is never taken for ours. */
  readonly worker = randomUUID();

  private readonly held = new Map<string, Lease>();
  private timer: NodeJS.Timeout | undefined;

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
  }

  /** Takes an open chunk; undefined when it is not to be had. */
  async take(chunkId: string): Promise<Lease | undefined> {
    const asked = performance.now();
    const chunk = await this.chunks.claim(chunkId, this.worker, this.config.LEASE_SECONDS);
    if (!chunk) return undefined;
    const lease = new Lease(chunk);
    lease.extend(asked, this.config.LEASE_SECONDS * 1000);
    this.held.set(chunk.id, lease);
    return lease;
  }

  /** Gives the chunk back, from `notBefore` on if given. */
  async give(lease: Lease, notBefore: Date | null): Promise<'done' | 'open' | 'held'> {
    this.held.delete(lease.chunk.id);
    return this.chunks.release(lease.chunk, this.worker, notBefore);
  }

  private async renew(): Promise<void> {
    if (this.held.size === 0) return;
    const asked = performance.now();
    try {
      const ids = [...this.held.keys()];
      const ours = new Set(await this.chunks.renew(ids, this.worker, this.config.LEASE_SECONDS));
      for (const id of ids) {
        const lease = this.held.get(id);
        if (ours.has(id)) lease?.extend(asked, this.config.LEASE_SECONDS * 1000);
        else if (lease) lease.lose();
      }
    } catch (error) {
      // The leases run out by our own clock if this goes on; then nothing more is sent under them.
      this.logger.warn({ event: 'leases.not-renewed', count: this.held.size, error });
    }
  }
}
