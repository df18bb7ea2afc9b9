import { Inject, Injectable } from '@nestjs/common';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { whenBack } from '../platform/database/when-back.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { type ClaimedDelivery, DeliveriesRepository, type Rung } from './deliveries.repository.js';
import type { Lease } from './leases.js';
import { Recorder } from './recorder.js';
import type { TryResult } from './tries.repository.js';
import type { Letter, Turn } from './turn.js';

/**
 * Gives back what was claimed and never began, also when Postgres goes away in between: this process knows that nothing
 * of it left, so no household need be in doubt for it.
 */
@Injectable()
export class UnbegunTries {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly recorder: Recorder,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Claims from one id to another. Where the claim's answer is lost with the connection, nobody knows whether it was
   * made: then it is undone before the error is thrown.
   */
  async claim(lease: Lease, rung: Rung, from: bigint, to: bigint): Promise<ClaimedDelivery[]> {
    try {
      return await this.deliveries.claim(lease.chunk, lease.holder, rung, from, to);
    } catch (error) {
      if (isDatabaseAway(error))
        await whenBack(() => this.deliveries.unclaim(lease.chunk, lease.holder, rung, from, to));
      throw error;
    }
  }

  /** Gives back letters whose requests never began; resolves when that is written. */
  async giveBack(turn: Turn, letters: readonly Letter[]): Promise<void> {
    if (letters.length === 0) return;
    const { chunk, holder } = turn.lease;
    const claimed = letters.map(({ delivery }) => delivery);
    const doubted = new Set(await whenBack(() => this.deliveries.release(chunk, holder, claimed)));
    // The lease lapsed meanwhile. A repeat is repeated; of a first try we say that it never left.
    const late = letters.filter(({ delivery }) => doubted.has(delivery.id) && !delivery.isRepeat);
    if (late.length === 0) return;
    this.logger.info({ event: 'tries.never-began', chunkId: chunk.id, count: late.length });
    await Promise.all(late.map((letter) => this.recorder.add(neverBegan(turn, letter))));
  }
}

function neverBegan({ step }: Turn, { delivery, message }: Letter): TryResult {
  const now = new Date();
  return {
    deliveryId: delivery.id,
    attempt: delivery.attempt,
    state: 'planned',
    reason: 'never-left',
    notBefore: null,
    outcome: 'failed',
    errorKind: null,
    code: null,
    operatorId: null,
    step: delivery.step,
    contactId: delivery.contactId,
    phone: delivery.phone,
    channel: step.channel,
    gatewayId: step.gatewayId,
    parts: message.parts,
    costVnd: 0,
    sentAt: now,
    answeredAt: now,
    isRefusal: false,
    isRepeat: false,
    isToRepeat: false,
  };
}
