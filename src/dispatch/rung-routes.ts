import { Injectable } from '@nestjs/common';
import type { CampaignStep } from '../campaign/campaign.entity.js';
import { ALL, NOTHING, type Route, routesThrough, type Share } from '../domain/gateway-routes.js';
import { type GatewayAccount, GatewayPool } from '../gateway/gateway-pool.js';
import { type GatewayRouting, GatewaysRepository } from '../gateway/gateways.repository.js';
import type { Lease } from './leases.js';
import { RepeatsRepository } from './repeats.repository.js';
import type { RunningCampaign } from './running-campaigns.js';

/** A rung through one account: the step with that account in place of the one it names. */
export interface RoutedRung {
  step: CampaignStep;
  account: GatewayAccount;
  share: Share;
}

/**
 * Says through which accounts a rung of a chunk leaves at this moment. Where its step's account is the only one, that
 * costs nothing beyond reading the account.
 */
@Injectable()
export class RungRoutes {
  constructor(
    private readonly gateways: GatewayPool,
    private readonly accounts: GatewaysRepository,
    private readonly repeats: RepeatsRepository,
  ) {}

  /** None where what is planned has to wait. */
  async of(lease: Lease, campaign: RunningCampaign, stepIndex: number): Promise<RoutedRung[]> {
    const step = campaign.steps[stepIndex]!;
    const account = await this.gateways.get(step.gatewayId);
    const named = { step, account, share: ALL };
    const holders = lease.chunk.repeats > 0 ? await this.repeats.accountsWith(lease.chunk, stepIndex) : [];
    if (!account.settings.isRouted && holders.every((id) => id === step.gatewayId)) return [named];
    const found = await this.accounts.routing(step.gatewayId);
    const routes = found ? routesOf(found, campaign.startedAt) : [{ gatewayId: step.gatewayId, share: ALL }];
    // What is in doubt is repeated by the account that had it, or by none.
    for (const gatewayId of holders)
      if (!routes.some((route) => route.gatewayId === gatewayId)) routes.push({ gatewayId, share: NOTHING });
    return Promise.all(routes.map((route) => this.through(step, route)));
  }

  private async through(step: CampaignStep, { gatewayId, share }: Route): Promise<RoutedRung> {
    return { step: { ...step, gatewayId }, account: await this.gateways.get(gatewayId), share };
  }
}

/** @param startedAt when the campaign began; null for what belongs to none */
export function routesOf(found: GatewayRouting, startedAt: Date | null): Route[] {
  const { failoverId, failoverState, failoverBreaker, sharePercent, drainingSince } = found;
  const standIn =
    failoverId === null || failoverState === null
      ? null
      : { id: failoverId, state: failoverState, breaker: failoverBreaker };
  const isNew = drainingSince !== null && startedAt !== null && startedAt > drainingSince;
  return routesThrough(found, standIn, sharePercent, isNew);
}
