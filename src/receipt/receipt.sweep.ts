import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bell } from '../platform/queues/bell.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { applyReceipts } from './receipt.jobs.js';
import { ReceiptsRepository } from './receipts.repository.js';

/** Rings for receipts whose bell was not heard, and for those whose attempt was not known at first. */
@Injectable()
export class ReceiptSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly receipts: ReceiptsRepository,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('receipts', async () => {
      if (await this.receipts.areDue()) await this.bell.ring(applyReceipts, {});
    });
  }
}
