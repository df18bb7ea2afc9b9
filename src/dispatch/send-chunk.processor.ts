import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { CampaignClock } from './campaign-clock.js';
import { ChunkBells } from './chunk-bells.js';
import { ChunkRunner } from './chunk-runner.js';
import { sendChunk } from './dispatch.jobs.js';

/** Gives a chunk its turn, then rings whatever is due next of its campaign, behind what already waits. */
@Injectable()
@Processor(sendChunk.name)
export class SendChunkProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly runner: ChunkRunner,
    private readonly bells: ChunkBells,
    private readonly clock: CampaignClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.config.CHUNKS_AT_ONCE;
  }

  async process(job: Job): Promise<void> {
    const { chunkId } = sendChunk.schema.parse(job.data);
    await this.runner.run(chunkId, async (campaignId) => {
      if ((await this.bells.ringDue(campaignId)) === 0) await this.clock.complete(campaignId);
    });
  }

  /** First the sending stops and what is on its way ends, then the queue is left. */
  async onModuleDestroy(): Promise<void> {
    await this.runner.stop(this.config.SHUTDOWN_SECONDS * 1000);
    await this.worker.close();
  }
}
