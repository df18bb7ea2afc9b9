import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { advanceCampaign } from '../campaign/campaign.jobs.js';
import { Bell } from '../platform/queues/bell.js';
import { ChunksRepository } from './chunks.repository.js';
import { sendChunk } from './dispatch.jobs.js';
import { Planner } from './planner.js';

/** Does what a campaign's state asks: starts it when due, plans it, rings its chunks. Harmless when rung twice. */
@Injectable()
@Processor(advanceCampaign.name, { concurrency: 2 })
export class AdvanceCampaignProcessor extends WorkerHost implements OnModuleDestroy {
  constructor(
    private readonly planner: Planner,
    private readonly chunks: ChunksRepository,
    private readonly bell: Bell,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { campaignId } = advanceCampaign.schema.parse(job.data);
    await this.planner.start(campaignId);
    await this.planner.plan(campaignId);
    const due = await this.chunks.ringDue(campaignId);
    await this.bell.ring(sendChunk, ...due.map((chunkId) => ({ chunkId })));
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker.close();
  }
}
