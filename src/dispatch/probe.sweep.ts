import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bell } from '../platform/queues/bell.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { BreakersRepository } from './breakers.repository.js';
import { probeGateway } from './probe.jobs.js';

/** Rings for stopped accounts whose operator is to be asked again. */
@Injectable()
export class ProbeSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly breakers: BreakersRepository,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('stopped-gateways', async () => {
      const due = await this.breakers.due();
      await this.bell.ring(probeGateway, ...due.map(({ gatewayId }) => ({ gatewayId })));
    });
  }
}
