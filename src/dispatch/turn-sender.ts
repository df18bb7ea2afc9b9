import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { ChunkCursor } from './chunk-cursor.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { GatewayBrakes } from './gateway-brakes.js';
import { PaceRepository } from './pace.repository.js';
import { RepeatsRepository } from './repeats.repository.js';
import { RunningCampaigns } from './running-campaigns.js';
import { Semaphore } from './semaphore.js';
import { TrySender } from './try-sender.js';
import type { Letter, Turn } from './turn.js';
import { UnbegunTries } from './unbegun-tries.js';

/** Most deliveries claimed at once: what a kill leaves in doubt, and the cost of a claim, both hang on it. */
const SLICE = 64;
/** The same where a doubt is dear, because the operator promises nothing for a reference that it gets again. */
const DEAR_SLICE = 16;
/** A slice should leave within this time at the account's rate. */
const SLICE_SECONDS = 0.25;
/** With more than this booked ahead at the account, claiming waits. */
const BOOKED_AHEAD_MS = 300;
/** With less than this booked ahead it does not wait for a campaign that had less: the account must not run dry. */
const RUNS_DRY_MS = 100;
/** A slice that takes at least so long to leave is held to its times; a shorter one is as fast as it can be. */
const PACED_MS = 20;
/** A letter that is later than this books its time anew, so that what was late does not leave together. */
const LATE_MS = 100;
/** An account that is booked, or held, for longer gives its place to another chunk. */
const LONG_MS = 3_000;
/** How often somebody who waits looks whether it may go on at all. */
const LOOK_MS = 200;

/**
 * Sends what is due in one rung of a chunk: claims a small slice, books its time, sends it spread over that time, and so
 * on until the chunk is empty, its turn is over, or something says stop.
 */
@Injectable()
export class TurnSender {
  private readonly lanes = new Map<string, Semaphore>();
  private readonly doors = new Map<string, Semaphore>();
  private isStopping = false;

  constructor(
    private readonly sql: Sql,
    private readonly unbegun: UnbegunTries,
    private readonly deliveries: DeliveriesRepository,
    private readonly repeats: RepeatsRepository,
    private readonly campaigns: RunningCampaigns,
    private readonly brakes: GatewayBrakes,
    private readonly pace: PaceRepository,
    private readonly sender: TrySender,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Nothing more is claimed or begun. */
  stop(): void {
    this.isStopping = true;
  }

  /** Drops what is on its way. */
  dropAll(): void {
    this.sender.dropAll();
  }

  /**
   * Resolves when everything has begun that this turn may begin; answers may still be on their way.
   * @returns how long the chunk has to wait for its account, in milliseconds; 0: not at all
   */
  async send(turn: Turn): Promise<number> {
    const { campaign, lease, stepIndex, step, account } = turn;
    const renderer = await this.campaigns.renderer(campaign, stepIndex);
    const rung = { step: stepIndex, channel: step.channel, gatewayId: step.gatewayId };
    const cursor = new ChunkCursor(this.sql, this.unbegun, this.repeats, lease, rung);
    const slice = account.gateway.capabilities.idempotencyWindowSeconds > 0 ? SLICE : DEAR_SLICE;
    const rate = account.settings.partsPerSecond;
    let partsEach = 1;
    let freeAt = performance.now();
    while (!cursor.isAtEnd && this.mayGoOn(turn)) {
      const isCareful = turn.isProbe || this.brakes.isCareful(step.gatewayId);
      const size = isCareful
        ? 1
        : Math.max(1, Math.min(slice, Math.floor((rate * SLICE_SECONDS) / partsEach)));
      const sliceMs = ((size * partsEach) / rate) * 1000;
      const isPaced = isCareful || sliceMs >= PACED_MS || freeAt - performance.now() > PACED_MS;
      // One turn at a time of a campaign in this process claims and books where time is short, so that not all of them
      // see the same gap and fill it together.
      const door = isPaced
        ? this.door(isCareful ? step.gatewayId : `${step.gatewayId}/${campaign.id}`)
        : null;
      if (door && !(await door.acquire(LOOK_MS))) continue;
      let letters: Letter[];
      let begin: number;
      try {
        if (isPaced) {
          const wait = await this.waitForGap(turn, size * partsEach);
          if (wait === 'over') continue;
          if (wait > 0) return wait;
        }
        const claimed = await cursor.claim(size);
        if (claimed.length === 0) continue;
        letters = claimed.map((delivery) => ({ delivery, message: renderer.render(delivery) }));
        const parts = partsOf(letters);
        partsEach = parts / letters.length;
        const waitMs = await this.book(turn, letters);
        if (waitMs > LONG_MS) {
          await this.unbegun.giveBack(turn, letters);
          return waitMs;
        }
        begin = performance.now() + waitMs;
        freeAt = begin + (parts / rate) * 1000;
        if (isCareful) await this.sendCarefully(turn, letters, begin);
      } finally {
        door?.release();
      }
      if (isCareful) {
        if (turn.isProbe) return 0;
        continue;
      }
      const unsent = await this.sendSlice(turn, letters, begin, isPaced);
      await this.unbegun.giveBack(turn, unsent);
      if (unsent.length > 0) break;
    }
    if (cursor.isAtEnd) await this.deliveries.skipRefused(lease.chunk, rung);
    return turn.isProbe ? 0 : this.brakes.waitMs(step.gatewayId);
  }

  /**
   * Waits until the account has time for a slice and it is this campaign's turn to have it.
   * @returns 0 when it is; milliseconds where that takes long; 'over' where the turn is over before
   */
  private async waitForGap(turn: Turn, parts: number): Promise<number | 'over'> {
    const { step, campaign } = turn;
    while (this.mayGoOn(turn)) {
      const { aheadMs, leadParts } = await this.pace.queue(step.gatewayId, campaign.id);
      if (aheadMs > LONG_MS) return aheadMs;
      const isOurs = leadParts <= parts || aheadMs <= RUNS_DRY_MS;
      if (aheadMs <= BOOKED_AHEAD_MS && isOurs) return 0;
      const until = aheadMs <= BOOKED_AHEAD_MS ? RUNS_DRY_MS / 2 : BOOKED_AHEAD_MS / 2;
      await sleep(Math.min(Math.max(aheadMs - until, 10), LOOK_MS));
    }
    return 'over';
  }

  /** Sends one letter and waits for its answer before anybody else may send. */
  private async sendCarefully(turn: Turn, letters: readonly Letter[], begin: number): Promise<void> {
    const unsent = await this.sendSlice(turn, letters, begin, true);
    await this.unbegun.giveBack(turn, unsent);
    await Promise.all(turn.onTheirWay);
  }

  /** Sends a slice spread over its booked time; answers those that were not begun because something said stop. */
  private async sendSlice(
    turn: Turn,
    letters: readonly Letter[],
    begin: number,
    isPaced: boolean,
  ): Promise<Letter[]> {
    const lane = this.lane(turn);
    const rate = turn.account.settings.partsPerSecond;
    let dueAt = begin;
    for (const [index, letter] of letters.entries()) {
      if (isPaced && performance.now() - dueAt > LATE_MS) {
        dueAt = performance.now() + (await this.bookAnew(turn, letters.slice(index)));
      }
      if (dueAt - performance.now() > LONG_MS) return letters.slice(index);
      while (dueAt - performance.now() > 1) {
        await sleep(Math.min(dueAt - performance.now(), LOOK_MS));
        if (!(this.mayBegin(turn) ?? (await this.mayStillSend(turn)))) return letters.slice(index);
      }
      dueAt += (letter.message.parts / rate) * 1000;
      while (!(await lane.acquire(LOOK_MS))) {
        if (turn.isOver() || !(await this.mayStillSend(turn))) return letters.slice(index);
      }
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
    return !turn.isOver() && this.isOpenNow(turn);
  }

  private isOpenNow({ lease, step, isProbe, closesAtMs }: Turn): boolean {
    return (
      !this.isStopping &&
      lease.isValid &&
      Date.now() < closesAtMs &&
      !this.brakes.isStopped(step.gatewayId, isProbe)
    );
  }

  /** Whether a request may begin, by what is known at this moment; undefined where the campaign must be read first. */
  private mayBegin(turn: Turn): boolean | undefined {
    if (!this.isOpenNow(turn)) return false;
    const campaign = this.campaigns.fresh(turn.campaign.id);
    return campaign && campaign.state === 'running';
  }

  /** What cannot be read may say stop. Never throws: whoever asks may hold a permit. */
  private async mayStillSend(turn: Turn): Promise<boolean> {
    try {
      await Promise.all([this.campaigns.get(turn.campaign.id), this.brakes.look(turn.step.gatewayId)]);
    } catch (error) {
      this.logger.warn({ event: 'turn.stopped-blind', campaignId: turn.campaign.id, error });
      return false;
    }
    return this.mayBegin(turn) ?? false;
  }

  /** Books the time of letters that were just claimed; they are given back where that fails. */
  private async book(turn: Turn, letters: readonly Letter[]): Promise<number> {
    try {
      return await this.bookTime(turn, letters);
    } catch (error) {
      await this.unbegun.giveBack(turn, letters);
      throw error;
    }
  }

  /** The same for the rest of a slice; Infinity where it fails, so that the rest is given back. */
  private bookAnew(turn: Turn, letters: readonly Letter[]): Promise<number> {
    return this.bookTime(turn, letters).catch((error: unknown) => {
      this.logger.warn({ event: 'turn.stopped-blind', campaignId: turn.campaign.id, error });
      return Infinity;
    });
  }

  private bookTime({ step, campaign, account }: Turn, letters: readonly Letter[]): Promise<number> {
    return this.pace.book(step.gatewayId, campaign.id, partsOf(letters), account.settings.partsPerSecond);
  }

  /** Requests beyond the adapter's connections would wait inside it, out of reach of a pause. */
  private lane({ step, account }: Turn): Semaphore {
    return semaphoreIn(
      this.lanes,
      `${step.gatewayId}/${account.gateway.connections}`,
      account.gateway.connections,
    );
  }

  private door(key: string): Semaphore {
    return semaphoreIn(this.doors, key, 1);
  }
}

function semaphoreIn(map: Map<string, Semaphore>, key: string, permits: number): Semaphore {
  const known = map.get(key);
  if (known) return known;
  const made = new Semaphore(permits);
  map.set(key, made);
  return made;
}

function partsOf(letters: readonly Letter[]): number {
  return letters.reduce((sum, letter) => sum + letter.message.parts, 0);
}
