import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextClosing, nextOpening } from '../domain/quiet-hours.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { whenBack } from '../platform/database/when-back.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { DailyQuota } from './daily-quota.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { GatewayBrakes, STOPPED_MS } from './gateway-brakes.js';
import { type Lease, Leases } from './leases.js';
import { RepeatsRepository } from './repeats.repository.js';
import { RungLeaver } from './rung-leaver.js';
import { type RoutedRung, RungRoutes } from './rung-routes.js';
import { type RunningCampaign, RunningCampaigns } from './running-campaigns.js';
import { sendingHours } from './sending-hours.js';
import type { Turn } from './turn.js';
import { TriesOnTheirWay } from './tries-on-their-way.js';
import { countTaken } from './turn-count.js';
import { TurnSender } from './turn-sender.js';

/** How long one job may send before a chunk of another campaign has its turn, so that none keeps a worker to itself. */
const TURN_MS = 1_000;
/** Longest turn of a chunk for whose place nobody waits: giving it back and taking it again costs 40 ms of sending. */
const LONG_TURN_MS = 15_000;
/** How long a turn that is over keeps its place for the last answers. An operator that hangs must not keep all places. */
const LAST_ANSWERS_MS = 500;
/** What a worker's end with a chunk is called in the log. Held: its lease lapsed, or a try is still on its way. */
const GIVEN = { done: 'chunk.done', open: 'chunk.given-back', held: 'chunk.not-given-back' } as const;
/** Others send through an account whose connections they have all; one may come free. */
const NO_PLACE_MS = 1_000;
/** Closed hours are looked at again after this, because hours and holidays change. */
const CLOSED_MS = 10 * 60_000;

/**
 * Runs turns of chunks: takes the lease, sees which rungs may send at this hour, has them sent, gives the chunk back.
 * Nothing is sent without a valid lease, a running campaign, an open hour and an account that works.
 */
@Injectable()
export class ChunkRunner {
  private readonly running = new Set<Promise<unknown>>();
  private isStopping = false;
  /** Turns that hold a place. */
  private sending = 0;

  constructor(
    private readonly leases: Leases,
    private readonly deliveries: DeliveriesRepository,
    private readonly campaigns: RunningCampaigns,
    private readonly routes: RungRoutes,
    private readonly brakes: GatewayBrakes,
    private readonly repeats: RepeatsRepository,
    private readonly turns: TurnSender,
    private readonly quota: DailyQuota,
    private readonly leaver: RungLeaver,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Runs one turn of a chunk; resolves when its place is free, which may be before its last answers are in.
   * @param given called with the campaign when the chunk has been given back
   */
  async run(chunkId: string, given: (campaignId: string) => Promise<void>): Promise<void> {
    if (this.isStopping) return;
    let leave!: () => void;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const turn = this.turnOf(chunkId, leave)
      .then((campaignId) => (campaignId === undefined ? undefined : given(campaignId)))
      // The chunk stays open, or its lease lapses: either way the sweeper finds it.
      .catch((error: unknown) => this.logger.error({ event: 'chunk.turn-failed', chunkId, error }))
      .finally(() => this.running.delete(turn));
    this.running.add(turn);
    this.sending++;
    await Promise.race([left, turn]);
    this.sending--;
  }

  /**
   * Stops: nothing more is claimed or begun, what was claimed and not begun goes back, what is on its way may end.
   * Resolves when all turns are over; after `graceMs` open requests are dropped and their tries are in doubt.
   */
  async stop(graceMs: number): Promise<void> {
    this.isStopping = true;
    this.turns.stop();
    const timer = setTimeout(() => this.turns.dropAll(), graceMs);
    await Promise.allSettled(this.running);
    clearTimeout(timer);
  }

  private async turnOf(chunkId: string, leave: () => void): Promise<string | undefined> {
    const lease = await this.leases.take(chunkId);
    if (!lease) return undefined;
    const { campaignId } = lease.chunk;
    this.logger.info({ event: 'chunk.claimed', campaignId, chunkId, holder: lease.holder });
    const turns: Turn[] = [];
    let notBefore: Date | null = null;
    const began = performance.now();
    try {
      notBefore = await this.work(lease, turns);
    } finally {
      await this.lastAnswers(lease, turns, leave);
      try {
        for (const turn of turns) await this.settle(turn);
      } finally {
        const state = await this.leases.give(lease, notBefore);
        this.logger.info({
          event: GIVEN[state],
          campaignId,
          chunkId,
          sent: sentIn(turns),
          taken: sum(turns, 'taken'),
          parts: sum(turns, 'takenParts'),
          ms: Math.round(performance.now() - began),
          ...(state === 'open' && notBefore && { notBefore }),
        });
      }
    }
    return campaignId;
  }

  /** Leaves the turn's place once its answers are in, or take long; waits for them. */
  private async lastAnswers(lease: Lease, turns: readonly Turn[], leave: () => void): Promise<void> {
    try {
      const answers = Promise.all(turns.map((turn) => turn.onTheirWay.none()));
      await Promise.race([answers, sleep(LAST_ANSWERS_MS, undefined, { ref: false })]);
      leave();
      await answers;
    } catch (error) {
      this.leases.abandon(lease);
      throw error;
    }
  }

  /** Has everything sent that may be; adds its turns to `turns`, and answers from when on there may be more. */
  private async work(lease: Lease, turns: Turn[]): Promise<Date | null> {
    const campaign = await this.campaigns.get(lease.chunk.campaignId);
    if (campaign?.state === 'cancelled') {
      await this.deliveries.cancelRest(lease.chunk);
      if (lease.chunk.repeats > 0) await this.repeats.giveUp(lease.chunk);
    }
    if (campaign?.state !== 'running') return null;
    const waits: number[] = [];
    let rungs = 0;
    for (const stepIndex of campaign.steps.keys()) {
      const routed = await this.routes.of(lease, campaign, stepIndex);
      rungs += Math.max(routed.length, 1);
      if (routed.length === 0) waits.push(STOPPED_MS);
      // Two accounts of one rung send beside each other: each has its share of the deliveries.
      const ends = await Promise.allSettled(
        routed.map(async (rung) => {
          const next = await this.turn(lease, campaign, rung, stepIndex);
          if (typeof next !== 'number') turns.push(next);
          const wait = typeof next === 'number' ? next : await this.turns.send(next);
          if (wait > 0) waits.push(wait);
        }),
      );
      // Only when none of them sends any more may the chunk be given back.
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    }
    return afterWaiting(waits, rungs, sentIn(turns));
  }

  /** A turn at one rung, or how long it has to wait, in milliseconds. */
  private async turn(
    lease: Lease,
    campaign: RunningCampaign,
    { step, account, share }: RoutedRung,
    stepIndex: number,
  ): Promise<Turn | number> {
    const hours = sendingHours({
      gateway: account.settings.hours,
      campaign: campaign.hours,
      closedDates: campaign.closedDates,
    });
    const now = new Date();
    const opening = hours && nextOpening(hours, now);
    if (!hours || !opening) return CLOSED_MS;
    if (opening > now) return Math.min(opening.getTime() - now.getTime(), CLOSED_MS);
    if (account.gateway.hasPlace?.() === false) return NO_PLACE_MS;
    const passage = await this.brakes.begin(account.settings);
    if (passage === 'closed') {
      await this.leaveForQuota(lease, campaign, { step, account, share }, stepIndex);
      return STOPPED_MS;
    }
    const began = performance.now();
    return {
      lease,
      campaign,
      step,
      stepIndex,
      share,
      account,
      hours,
      closesAtMs: nextClosing(hours, now)?.getTime() ?? Infinity,
      isProbe: passage === 'probe',
      isOver: () => {
        const ms = performance.now() - began;
        return ms > LONG_TURN_MS || (ms > TURN_MS && this.isWanted(campaign.id));
      },
      sent: 0,
      taken: 0,
      takenParts: 0,
      counted: { tries: 0, parts: 0 },
      onTheirWay: new TriesOnTheirWay(),
    };
  }

  /** Whether another campaign waits for the place of a chunk. Its own next chunk may wait: it has nothing to gain. */
  private isWanted(campaignId: string): boolean {
    return this.sending >= this.config.CHUNKS_AT_ONCE && this.campaigns.othersWait(campaignId);
  }

  /** What waits for an account that its operator stopped for today goes to the next rung, where the campaign wants it. */
  private async leaveForQuota(
    lease: Lease,
    campaign: RunningCampaign,
    { step: { gatewayId }, share }: RoutedRung,
    stepIndex: number,
  ): Promise<void> {
    if (RungLeaver.leaves(campaign, stepIndex) && (await this.brakes.isQuotaUsedUp(gatewayId)))
      await this.leaver.leave(lease, campaign, stepIndex, share);
  }

  /** What follows from a turn whose answers are recorded. */
  private async settle(turn: Turn): Promise<void> {
    countTaken(this.metrics, turn);
    const { gatewayId } = turn.step;
    if (turn.isProbe) await whenBack(() => this.brakes.endProbe(gatewayId, turn.sent));
    await whenBack(() => this.quota.release(gatewayId));
  }
}

function sentIn(turns: readonly Turn[]): number {
  return sum(turns, 'sent');
}

function sum(turns: readonly Turn[], figure: 'sent' | 'taken' | 'takenParts'): number {
  return turns.reduce((total, turn) => total + turn[figure], 0);
}

/**
 * When a chunk is to be looked at next, where rungs have to wait: not before the first of them may go on. A rung that
 * waits for long must not keep one that is open from its next try.
 */
function afterWaiting(waits: readonly number[], rungs: number, sent: number): Date | null {
  if (waits.length === 0 || (waits.length < rungs && sent > 0)) return null;
  const wait = Math.min(...waits, waits.length < rungs ? STOPPED_MS : Infinity);
  return new Date(Date.now() + wait);
}
