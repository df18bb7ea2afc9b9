import { Injectable } from '@nestjs/common';
import type { JobType } from 'bullmq';
import { Figures } from '../metrics/figures.js';
import { Bell } from './bell.js';
import { definedJobs } from './job.js';

const STATES = [
  'active',
  'waiting',
  'prioritized',
  'delayed',
  'failed',
] as const satisfies readonly JobType[];
const WAITING: JobType[] = ['waiting', 'prioritized'];
/** Of the jobs that wait, so many are looked at for the oldest: those of a priority do not stand in the order of age. */
const LOOKED_AT = 20;

/** How deep the queues are, asked of BullMQ, whichever backend it has. */
@Injectable()
export class QueuesFigures {
  private readonly jobs;
  private readonly oldest;

  constructor(
    figures: Figures,
    private readonly bell: Bell,
  ) {
    this.jobs = figures.gauge('loaluat_queue_jobs', 'Jobs in a queue, by state.', ['queue', 'state']);
    this.oldest = figures.gauge(
      'loaluat_queue_oldest_waiting_seconds',
      `For how long the oldest of the first ${LOOKED_AT} jobs that wait has waited; 0 where none does.`,
      ['queue'],
    );
    figures.register('queues', [this.jobs, this.oldest], () => this.read());
  }

  private async read(): Promise<() => void> {
    const queues = await Promise.all(
      definedJobs().map(async (name) => {
        const queue = this.bell.queue(name);
        const counts = await queue.getJobCounts(...STATES);
        const first = WAITING.some((state) => counts[state]! > 0)
          ? await queue.getJobs(WAITING, 0, LOOKED_AT - 1, true)
          : [];
        // A job may be gone between the two.
        const since = Math.min(...first.flatMap((job) => job?.timestamp ?? []));
        return { name, counts, seconds: Math.max(0, (Date.now() - since) / 1000) };
      }),
    );
    return () => {
      for (const { name, counts, seconds } of queues) {
        for (const state of STATES) this.jobs.set({ queue: name, state }, counts[state] ?? 0);
        this.oldest.set({ queue: name }, seconds);
      }
    };
  }
}
