import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { GatewayBrakes } from './gateway-brakes.js';
import { RunningCampaigns } from './running-campaigns.js';
import type { Turn } from './turn.js';

/** What must hold for a request to begin: the lease, the hours, the account, the campaign, and that nobody said stop. */
@Injectable()
export class SendingFences {
  private isStopping = false;

  constructor(
    private readonly campaigns: RunningCampaigns,
    private readonly brakes: GatewayBrakes,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Nothing more is claimed or begun. */
  stop(): void {
    this.isStopping = true;
  }

  /** Whether a turn may claim more. */
  mayGoOn(turn: Turn): boolean {
    return !turn.isOver() && this.isOpenNow(turn);
  }

  /** Whether a request may begin, by what is known at this moment; undefined where the campaign must be read first. */
  mayBegin(turn: Turn): boolean | undefined {
    if (!this.isOpenNow(turn)) return false;
    const campaign = this.campaigns.fresh(turn.campaign.id);
    return campaign && campaign.state === 'running';
  }

  /**
   * The same, by what is read now where that is old. An answer that was long in coming still counts for the request that
   * waited for it: a slow database makes sending slow, and must not end it. What cannot be read may say stop. Never throws:
   * whoever asks may hold a permit.
   */
  async mayStillSend(turn: Turn): Promise<boolean> {
    try {
      const [campaign] = await Promise.all([
        this.campaigns.get(turn.campaign.id),
        this.brakes.look(turn.step.gatewayId),
      ]);
      return campaign?.state === 'running' && this.isOpenNow(turn);
    } catch (error) {
      this.logger.warn({ event: 'turn.stopped-blind', campaignId: turn.campaign.id, error });
      return false;
    }
  }

  private isOpenNow({ lease, step, isProbe, closesAtMs }: Turn): boolean {
    return (
      !this.isStopping &&
      lease.isValid &&
      Date.now() < closesAtMs &&
      !this.brakes.isStopped(step.gatewayId, isProbe)
    );
  }
}
