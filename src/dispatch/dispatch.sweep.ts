import { Injectable, type OnModuleInit } from '@nestjs/common';
import { advanceCampaign } from '../campaign/campaign.jobs.js';
import { Bell } from '../platform/queues/bell.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { CampaignClock } from './campaign-clock.js';
import { CampaignStarter } from './campaign-starter.js';
import { ChunkBells } from './chunk-bells.js';
import { Climber } from './climber.js';
import { LapsedLeases } from './lapsed-leases.js';
import { LateRepository } from './late.repository.js';
import { reconcile } from './reconcile.jobs.js';

/** What dispatch looks after once a round: due campaigns, dead workers' chunks, unheard bells, figures, endings. */
@Injectable()
export class DispatchSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly starter: CampaignStarter,
    private readonly lapsed: LapsedLeases,
    private readonly bells: ChunkBells,
    private readonly clock: CampaignClock,
    private readonly climber: Climber,
    private readonly late: LateRepository,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('due-campaigns', () => this.ringDueCampaigns());
    this.sweeper.register('lapsed-leases', () => this.lapsed.takeBack());
    this.sweeper.register('ladder', () => this.climb());
    this.sweeper.register('due-chunks', () => this.ringDueChunks());
    this.sweeper.register('completed-campaigns', () => this.clock.complete(null));
    this.sweeper.register('accounts', () => this.clock.foldAccounts());
    this.sweeper.register('progress', () => this.clock.sampleProgress());
  }

  private async ringDueCampaigns(): Promise<void> {
    const ids = await this.starter.waiting();
    await this.bell.ring(advanceCampaign, ...ids.map((campaignId) => ({ campaignId })));
  }

  /** Rungs that ran out of time just now have their operators asked at once, not a round later. */
  private async climb(): Promise<void> {
    await this.climber.climbDue();
    if (await this.late.areDue()) await this.bell.ring(reconcile, {});
  }

  private async ringDueChunks(): Promise<void> {
    await this.bells.ringDue(null);
  }
}
