import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_HOURS, intersect, nextOpening } from '../domain/quiet-hours.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { GatewayBrakes } from './gateway-brakes.js';
import { LadderRepository } from './ladder.repository.js';
import { type Lease, Leases } from './leases.js';
import { PaceRepository } from './pace.repository.js';
import { RepeatsRepository } from './repeats.repository.js';
import { RunningCampaigns } from './running-campaigns.js';
import { Semaphore } from './semaphore.js';
import { TrySender } from './try-sender.js';
import type { Letter, Turn } from './turn.js';

/** How long one job may send before the next chunk has its turn, so that no campaign keeps a worker to itself. */
const TURN_MS = 2_000;
/** Most deliveries claimed at once: what a kill leaves in doubt, and the cost of a claim, both hang on it. */
const SLICE = 64;
/** A slice should leave within this time at the gateway's rate. */
const SLICE_SECONDS = 0.25;
/** With more than this booked ahead at the account, claiming waits. */
const BOOKED_AHEAD_MS = 300;
/** A stopped gateway, or hours that never open, are looked at again after this. */
const LOOK_AGAIN_MS = 30_000;

/**
 * Sends what is due in one chunk: claims a small slice, books its time, sends it, has it recorded, and so on until the
 * chunk is empty or its turn is over. Nothing is sent without a valid lease, a running campaign and an open hour.
 */
@Injectable()
export class ChunkRunner {
  private readonly lanes = new Map<string, Semaphore>();
  private readonly running = new Set<Promise<unknown>>();
  private isStopping = false;

  constructor(
    private readonly leases: Leases,
    private readonly deliveries: DeliveriesRepository,
    private readonly campaigns: RunningCampaigns,
    private readonly gateways: GatewayPool,
    private readonly brakes: GatewayBrakes,
    private readonly pace: PaceRepository,
    private readonly repeats: RepeatsRepository,
    private readonly sender: TrySender,
    private readonly ladder: LadderRepository,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Runs one turn of a chunk. Answers its campaign, or undefined when the chunk was not to be had. */
  async run(chunkId: string): Promise<string | undefined> {
    if (this.isStopping) return undefined;
    const turn = this.turnOf(chunkId);
    this.running.add(turn);
    try {
      return await turn;
    } finally {
      this.running.delete(turn);
    }
  }

  /**
   * Stops: nothing more is claimed or begun, what was claimed and not begun goes back, what is on its way may end.
   * Resolves when all turns are over; after `graceMs` open requests are dropped and their tries are in doubt.
   */
  async stop(graceMs: number): Promise<void> {
    this.isStopping = true;
    const timer = setTimeout(() => this.sender.dropAll(), graceMs);
    await Promise.allSettled(this.running);
    clearTimeout(timer);
  }

  private async turnOf(chunkId: string): Promise<string | undefined> {
    const lease = await this.leases.take(chunkId);
    if (!lease) return undefined;
    let notBefore: Date | null = null;
    const began = performance.now();
    let sent = 0;
    try {
      ({ notBefore, sent } = await this.work(lease));
    } finally {
      const state = await this.leases.give(lease, notBefore);
      this.logger.info({
        event: 'chunk.turn',
        campaignId: lease.chunk.campaignId,
        chunkId,
        state,
        sent,
        ms: Math.round(performance.now() - began),
      });
    }
    return lease.chunk.campaignId;
  }

  private async work(lease: Lease): Promise<{ notBefore: Date | null; sent: number }> {
    const campaign = await this.campaigns.get(lease.chunk.campaignId);
    if (campaign?.state === 'cancelled') {
      await this.deliveries.cancelRest(lease.chunk);
      if (lease.chunk.repeats > 0) await this.repeats.giveUp(lease.chunk);
    }
    if (campaign?.state !== 'running') return { notBefore: null, sent: 0 };
    let sent = 0;
    for (const [stepIndex, step] of campaign.steps.entries()) {
      const account = await this.gateways.get(step.gatewayId);
      const hours = intersect(
        account.settings.hours ?? DEFAULT_HOURS,
        ...(campaign.hours ? [campaign.hours] : []),
      );
      const opening = hours && nextOpening(hours, new Date());
      if (account.settings.state === 'held' || !opening)
        return { notBefore: new Date(Date.now() + LOOK_AGAIN_MS), sent };
      if (opening.getTime() > Date.now()) return { notBefore: opening, sent };
      this.brakes.begin(step.gatewayId);
      const endsAt = performance.now() + TURN_MS;
      const turn: Turn = {
        lease,
        campaign,
        step,
        stepIndex,
        account,
        hours,
        endsAt,
        sent: 0,
        taken: 0,
        takenParts: 0,
        onTheirWay: new Set(),
      };
      try {
        await this.sendDue(turn);
      } finally {
        await Promise.all(turn.onTheirWay);
        this.metrics.sends.inc({ gateway: step.gatewayId, outcome: 'accepted' }, turn.taken);
        this.metrics.parts.inc({ gateway: step.gatewayId }, turn.takenParts);
      }
      sent += turn.sent;
      if (turn.taken > 0 && step.deadlineMinutes && stepIndex + 1 < campaign.steps.length)
        await this.ladder.watch(lease.chunk.id, step.deadlineMinutes * 60);
    }
    return { notBefore: null, sent };
  }

  private async sendDue(turn: Turn): Promise<void> {
    const { account, lease, stepIndex, step } = turn;
    const rate = account.settings.partsPerSecond;
    const renderer = await this.campaigns.renderer(turn.campaign, stepIndex);
    const rung = { step: stepIndex, channel: step.channel, gatewayId: step.gatewayId };
    let partsEach = 1;
    let freeAt = performance.now() + (await this.pace.queueMs(step.gatewayId));
    let from = BigInt(lease.chunk.firstDeliveryId);
    const last = BigInt(lease.chunk.lastDeliveryId);
    let mayHaveRepeats = lease.chunk.repeats > 0;
    while (from <= last && this.mayGoOn(turn)) {
      const ahead = freeAt - performance.now();
      if (ahead > BOOKED_AHEAD_MS) {
        await sleep(Math.min(ahead - BOOKED_AHEAD_MS / 2, BOOKED_AHEAD_MS));
        freeAt = performance.now() + (await this.pace.queueMs(step.gatewayId));
        continue;
      }
      const size = Math.max(1, Math.min(SLICE, Math.floor((rate * SLICE_SECONDS) / partsEach)));
      let claimed = mayHaveRepeats
        ? await this.repeats.claim(lease.chunk, this.leases.worker, rung, size)
        : [];
      if (claimed.length === 0) {
        mayHaveRepeats = false;
        const to = from + BigInt(size) - 1n;
        claimed = await this.deliveries.claim(
          lease.chunk,
          this.leases.worker,
          rung,
          from,
          to < last ? to : last,
        );
        from = to + 1n;
        if (claimed.length === 0) continue;
      }
      const letters = claimed.map((delivery) => ({ delivery, message: renderer.render(delivery) }));
      const parts = letters.reduce((sum, letter) => sum + letter.message.parts, 0);
      partsEach = parts / letters.length;
      const begin = performance.now() + (await this.pace.book(step.gatewayId, parts, rate));
      freeAt = begin + (parts / rate) * 1000;
      const unsent = await this.sendSlice(turn, letters, begin, rate);
      await this.deliveries.release(unsent.map((letter) => letter.delivery));
      if (unsent.length > 0) return;
    }
    await this.deliveries.skipRefused(lease.chunk, rung);
  }

  /** Sends a slice spread over its booked time; answers those that were not begun because something said stop. */
  private async sendSlice(
    turn: Turn,
    letters: readonly Letter[],
    begin: number,
    rate: number,
  ): Promise<Letter[]> {
    const lane = this.lane(turn);
    let dueAt = begin;
    for (const [index, letter] of letters.entries()) {
      while (dueAt - performance.now() > 1) {
        await sleep(Math.min(dueAt - performance.now(), 200));
        if (!(await this.mayStillSend(turn))) return letters.slice(index);
      }
      dueAt += (letter.message.parts / rate) * 1000;
      await lane.acquire();
      if (!(this.mayBegin(turn) ?? (await this.mayStillSend(turn)))) {
        lane.release();
        return letters.slice(index);
      }
      const way = this.sender.send(turn, letter, () => lane.release());
      turn.onTheirWay.add(way);
      void way.finally(() => turn.onTheirWay.delete(way));
    }
    return [];
  }

  private mayGoOn(turn: Turn): boolean {
    return (
      performance.now() < turn.endsAt &&
      !this.isStopping &&
      turn.lease.isValid &&
      !this.brakes.isStopped(turn.step.gatewayId)
    );
  }

  /** Whether a request may begin, by what is known at this moment; undefined where the campaign must be read first. */
  private mayBegin(turn: Turn): boolean | undefined {
    if (this.isStopping || !turn.lease.isValid || this.brakes.isStopped(turn.step.gatewayId)) return false;
    const campaign = this.campaigns.fresh(turn.campaign.id);
    return campaign && campaign.state === 'running';
  }

  private async mayStillSend(turn: Turn): Promise<boolean> {
    await this.campaigns.get(turn.campaign.id);
    return this.mayBegin(turn) ?? false;
  }

  private lane({ step }: Turn): Semaphore {
    let lane = this.lanes.get(step.gatewayId);
    if (!lane) {
      lane = new Semaphore(this.config.SEND_CONCURRENCY);
      this.lanes.set(step.gatewayId, lane);
    }
    return lane;
  }
}
