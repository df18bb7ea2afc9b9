import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bell } from '../platform/queues/bell.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { OutboxReceiptsRepository } from './outbox-receipts.repository.js';
import { applyReceipts, readInbox } from './receipt.jobs.js';
import { ReceiptsRepository } from './receipts.repository.js';
import { UnreadRepliesRepository } from './reply/unread-replies.repository.js';

/** Rings for receipts and replies whose bell was not heard, and for those whose attempt was not known at first. */
@Injectable()
export class ReceiptSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly receipts: ReceiptsRepository,
    private readonly unread: UnreadRepliesRepository,
    private readonly singles: OutboxReceiptsRepository,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('receipts', async () => {
      if (await this.receipts.areDue()) await this.bell.ring(applyReceipts, {});
    });
    this.sweeper.register('inbox', async () => {
      await this.singles.route();
      if (await this.unread.areDue()) await this.bell.ring(readInbox, {});
    });
  }
}
