import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { advanceCampaign } from '../campaign/campaign.jobs.js';
import { CampaignClock } from './campaign-clock.js';
import { CampaignStarter } from './campaign-starter.js';
import { ChunkBells } from './chunk-bells.js';
import { Planner } from './planner.js';

/** Does what a campaign's state asks: starts it when due, plans it, rings its chunks. Harmless when rung twice. */
@Injectable()
@Processor(advanceCampaign.name, { concurrency: 2 })
export class AdvanceCampaignProcessor extends WorkerHost implements OnModuleDestroy {
  constructor(
    private readonly starter: CampaignStarter,
    private readonly planner: Planner,
    private readonly bells: ChunkBells,
    private readonly clock: CampaignClock,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { campaignId } = advanceCampaign.schema.parse(job.data);
    await this.starter.start(campaignId);
    await this.planner.plan(campaignId);
    // Where all of the audience was left out there is nothing to send.
    if ((await this.bells.ringDue(campaignId)) === 0) await this.clock.complete(campaignId);
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker.close();
  }
}
