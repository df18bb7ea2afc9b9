import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';
import { Figures } from '../platform/metrics/figures.js';

const MAX_WAITING = 10_000;

/**
 * Receipts that are due to be applied. One that overtook its try is put off a little each time, so what counts is how long
 * it has been due. Plan: the first entries of the partial index of waiting receipts.
 */
const WAITING = /* sql */ `
  select count(*)::int as n, coalesce(extract(epoch from now() - min(retry_at)), 0)::float8 as seconds
    from (select retry_at from receipts
           where applied_at is null and kind = 'receipt' and retry_at <= now()
           order by retry_at, id limit ${MAX_WAITING}) due`;

/** Receipts that are stored and not applied yet. */
@Injectable()
export class ReceiptsFigures {
  private readonly waiting;
  private readonly oldest;

  constructor(
    figures: Figures,
    private readonly sql: Sql,
  ) {
    this.waiting = figures.gauge(
      'loaluat_receipts_waiting',
      `Receipts that are stored and due to be applied. Counted up to ${MAX_WAITING}.`,
    );
    this.oldest = figures.gauge(
      'loaluat_oldest_waiting_receipt_seconds',
      'For how long the oldest of them has been due.',
    );
    figures.register('receipts', [this.waiting, this.oldest], () => this.read());
  }

  private async read(): Promise<() => void> {
    const [row] = await this.sql.query<{ n: number; seconds: number }>(WAITING);
    return () => {
      this.waiting.set(row!.n);
      this.oldest.set(row!.seconds);
    };
  }
}
