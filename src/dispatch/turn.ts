import type { CampaignStep } from '../campaign/campaign.entity.js';
import type { RenderedMessage } from '../campaign/rendering.js';
import type { Share } from '../domain/gateway-routes.js';
import type { OpenTimes } from '../domain/quiet-hours.js';
import type { GatewayAccount } from '../gateway/gateway-pool.js';
import type { ClaimedDelivery } from './deliveries.repository.js';
import type { Lease } from './leases.js';
import type { RunningCampaign } from './running-campaigns.js';
import type { TriesOnTheirWay } from './tries-on-their-way.js';

/** What one job works with while it sends one rung of one chunk. */
export interface Turn {
  readonly lease: Lease;
  readonly campaign: RunningCampaign;
  readonly step: CampaignStep;
  readonly stepIndex: number;
  /** Which of the rung's deliveries leave through this account. */
  readonly share: Share;
  readonly account: GatewayAccount;
  readonly hours: OpenTimes | null;
  /** When the hours close, in milliseconds of the clock on the wall. */
  readonly closesAtMs: number;
  /** The account is being tried: one message, and its answer, before anything else leaves. */
  readonly isProbe: boolean;
  /** Its time is over, and another chunk may be waiting for its place. */
  readonly isOver: () => boolean;
  /** Tries that were begun. */
  sent: number;
  /** Tries and parts that the operator took. */
  taken: number;
  takenParts: number;
  /** Of those: what stands in the metrics already. */
  readonly counted: { tries: number; parts: number };
  /** Tries whose answer is not recorded yet. */
  readonly onTheirWay: TriesOnTheirWay;
}

/** A claimed delivery with the text it gets. */
export interface Letter {
  readonly delivery: ClaimedDelivery;
  readonly message: RenderedMessage;
}
