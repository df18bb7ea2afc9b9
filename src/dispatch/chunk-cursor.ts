import { ALL, type Share } from '../domain/gateway-routes.js';
import type { Queryable } from '../platform/database/sql.js';
import { type ClaimedDelivery, IN_RANGE, type Rung } from './deliveries.repository.js';
import type { Lease } from './leases.js';
import type { RepeatsRepository } from './repeats.repository.js';
import type { UnbegunTries } from './unbegun-tries.js';

/** The first delivery of a rung that is due, from an id on. Plan: a primary-key range of one chunk. */
const NEXT_DUE = /* sql */ `
  select min(d.id) as id from deliveries d
   where ${IN_RANGE} and d.step = $4 and d.state = 'planned'
     and d.id % 100 >= $5 and d.id % 100 < $6 and (d.not_before is null or d.not_before <= now())`;

/** Goes through the due deliveries of one rung of a chunk, slice by slice: repeats first, then by their ids. */
export class ChunkCursor {
  private from: bigint;
  private readonly last: bigint;
  private readonly share: Share;
  private mayHaveRepeats: boolean;

  constructor(
    private readonly db: Queryable,
    private readonly unbegun: UnbegunTries,
    private readonly repeats: RepeatsRepository,
    private readonly lease: Lease,
    private readonly rung: Rung,
  ) {
    const { chunk } = lease;
    this.last = BigInt(chunk.lastDeliveryId);
    this.share = rung.share ?? ALL;
    // An account without a share sends only what is in doubt there.
    this.from = this.share.from < this.share.to ? BigInt(chunk.firstDeliveryId) : this.last + 1n;
    this.mayHaveRepeats = chunk.repeats > 0;
  }

  get isAtEnd(): boolean {
    return this.from > this.last && !this.mayHaveRepeats;
  }

  /** Claims up to `size` deliveries; none where the next stretch of ids has nothing due. */
  async claim(size: number): Promise<ClaimedDelivery[]> {
    if (this.mayHaveRepeats) {
      const claimed = await this.repeats.claim(this.lease.chunk, this.lease.holder, this.rung, size);
      if (claimed.length > 0) return claimed;
      this.mayHaveRepeats = false;
    }
    const to = this.from + BigInt(size) - 1n;
    const claimed = await this.unbegun.claim(
      this.lease,
      this.rung,
      this.from,
      to < this.last ? to : this.last,
    );
    this.from = to + 1n;
    if (claimed.length === 0) await this.skipToDue();
    return claimed;
  }

  /** A chunk that was sent in part would else be walked through in slices of nothing. */
  private async skipToDue(): Promise<void> {
    if (this.from > this.last) return;
    const { chunk } = this.lease;
    const [next] = await this.db.query<{ id: string | null }>(
      NEXT_DUE,
      [
        chunk.campaignId,
        String(this.from),
        chunk.lastDeliveryId,
        this.rung.step,
        this.share.from,
        this.share.to,
      ],
      'next-due-delivery',
    );
    this.from = next?.id ? BigInt(next.id) : this.last + 1n;
  }
}
