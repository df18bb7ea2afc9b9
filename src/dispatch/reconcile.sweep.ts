import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bell } from '../platform/queues/bell.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { DoubtsRepository } from './doubts.repository.js';
import { LateRepository } from './late.repository.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { reconcile } from './reconcile.jobs.js';

/** Rings for doubts, overdue receipts and rungs out of time: a few index probes a round where there are none. */
@Injectable()
export class ReconcileSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly doubts: DoubtsRepository,
    private readonly outbox: OutboxRepository,
    private readonly late: LateRepository,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('doubts', async () => {
      if ((await this.doubts.areDue()) || (await this.outbox.areDoubtsDue()) || (await this.late.areDue()))
        await this.bell.ring(reconcile, {});
    });
  }
}
