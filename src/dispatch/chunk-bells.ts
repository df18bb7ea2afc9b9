import { Injectable } from '@nestjs/common';
import { Bell } from '../platform/queues/bell.js';
import { ChunksRepository } from './chunks.repository.js';
import { sendChunk } from './dispatch.jobs.js';

/** Rings for the chunks whose turn it is. */
@Injectable()
export class ChunkBells {
  constructor(
    private readonly chunks: ChunksRepository,
    private readonly bell: Bell,
  ) {}

  /**
   * Rings for the due chunks of one campaign, or of all, and answers how many. The first chunk of a campaign goes before
   * the second of another in the queue, so that a small campaign does not wait behind all of a big one's.
   */
  async ringDue(campaignId: string | null): Promise<number> {
    const due = await this.chunks.ringDue(campaignId);
    await this.bell.ringInOrder(
      sendChunk,
      due.map(({ id, place }) => ({ data: { chunkId: id }, priority: place })),
    );
    return due.length;
  }
}
