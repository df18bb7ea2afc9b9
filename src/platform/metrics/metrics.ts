import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of one app, in a registry of its own (several apps live in one process in tests). */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly sends = new Counter({
    name: 'loaluat_sends_total',
    help: 'Tries that ended, by gateway and outcome.',
    labelNames: ['gateway', 'outcome'] as const,
    registers: [this.registry],
  });

  readonly parts = new Counter({
    name: 'loaluat_parts_total',
    help: 'Message parts handed to gateways.',
    labelNames: ['gateway'] as const,
    registers: [this.registry],
  });

  readonly sendSeconds = new Histogram({
    name: 'loaluat_send_seconds',
    help: 'Time from request to answer of a gateway.',
    labelNames: ['gateway'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
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

  readonly breakersOpened = new Counter({
    name: 'loaluat_breakers_opened_total',
    help: 'Times that an account was stopped because of what its operator answered, by the kind of error.',
    labelNames: ['gateway', 'reason'] as const,
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

  readonly scheduleLagSeconds = new Gauge({
    name: 'loaluat_schedule_lag_seconds',
    help: 'How late the last scheduled campaign started.',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
