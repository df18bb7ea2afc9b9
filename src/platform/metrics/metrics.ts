import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CampaignSeries } from './campaign-series.js';

/**
 * What this process has counted since it started, in a registry of its own (several apps live in one process in tests).
 * Over several processes these add up; what stands in the database is read for a scrape by `Figures`.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly sends = new Counter({
    name: 'loaluat_sends_total',
    help: 'Tries that ended, by outcome: `accepted`, or the kind of error.',
    labelNames: ['gateway', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly parts = new Counter({
    name: 'loaluat_parts_total',
    help: 'Message parts that the operator took.',
    labelNames: ['gateway'] as const,
    registers: [this.registry],
  });

  readonly sendSeconds = new Histogram({
    name: 'loaluat_send_seconds',
    help: "From a request to the operator's answer. Every 16th is timed, so its count is not that of the tries.",
    labelNames: ['gateway'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });

  readonly breakersOpened = new Counter({
    name: 'loaluat_breakers_opened_total',
    help: 'Times that an account was stopped because of what its operator answered, by the kind of error.',
    labelNames: ['gateway', 'reason'] as const,
    registers: [this.registry],
  });

  readonly receipts = new Counter({
    name: 'loaluat_receipts_total',
    help: 'Receipts by what became of them.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly expiredLeases = new Counter({
    name: 'loaluat_expired_leases_total',
    help: 'Chunks taken back from workers that stopped renewing.',
    registers: [this.registry],
  });

  readonly scheduleLagSeconds = new Histogram({
    name: 'loaluat_schedule_lag_seconds',
    help: 'How late scheduled campaigns started.',
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
    registers: [this.registry],
  });

  readonly statusQuestions = new Counter({
    name: 'loaluat_status_questions_total',
    help: 'Messages whose operator was asked about a missing receipt: `answered` with an end, `open`, or it could not be asked (`failed`).',
    labelNames: ['gateway', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly tokenRenewals = new Counter({
    name: 'loaluat_token_renewals_total',
    help: "Renewals of operators' access tokens, by what came of them; `lost` needs an administrator.",
    labelNames: ['operator', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly missedPlaces = new Counter({
    name: 'loaluat_missed_places_total',
    help: 'Messages that missed their booked time and were booked anew: this worker lacks processor time.',
    labelNames: ['gateway'] as const,
    registers: [this.registry],
  });

  readonly sweptAt = new Gauge({
    name: 'loaluat_sweep_timestamp_seconds',
    help: 'When this process last ended a round of the sweeper, in Unix time; of all workers one sweeps at a time.',
    registers: [this.registry],
  });

  /** By campaign, while it runs. */
  readonly campaigns = new CampaignSeries(this.registry);

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // Without these a rate could not be told from a lack of data before the first of them.
    for (const outcome of ['applied', 'redundant', 'waiting', 'unknown', 'refused', 'not-stored'])
      this.receipts.inc({ outcome }, 0);
  }
}
