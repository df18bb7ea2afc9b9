import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bell } from '../../platform/queues/bell.js';
import { Sweeper } from '../../platform/sweeper/sweeper.js';
import { sendOutbox } from './outbox.jobs.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxSender } from './outbox-sender.js';

/** Rings for single messages that wait, and takes back what dead workers had under way. */
@Injectable()
export class OutboxSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly outbox: OutboxRepository,
    private readonly sender: OutboxSender,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('outbox', async () => {
      await this.sender.takeBackLapsed();
      await this.outbox.expireOverdue();
      const due = await this.outbox.dueGateways();
      await this.bell.ring(sendOutbox, ...due.map((gatewayId) => ({ gatewayId })));
    });
  }
}
