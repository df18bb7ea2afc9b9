import type { Metrics } from '../platform/metrics/metrics.js';
import type { Turn } from './turn.js';

/** Counts what operators took of a turn since it was last counted: by the slice, because each label costs time. */
export function countTaken(metrics: Metrics, turn: Turn): void {
  const { campaign, step, counted } = turn;
  const tries = turn.taken - counted.tries;
  if (tries === 0) return;
  const parts = turn.takenParts - counted.parts;
  metrics.sends.inc({ gateway: step.gatewayId, outcome: 'accepted' }, tries);
  metrics.parts.inc({ gateway: step.gatewayId }, parts);
  metrics.campaigns.sent(campaign.id, 'accepted', tries);
  metrics.campaigns.took(campaign.id, parts);
  counted.tries = turn.taken;
  counted.parts = turn.takenParts;
}
