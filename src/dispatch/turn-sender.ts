import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stretch } from '../domain/pace.js';
import { Sql } from '../platform/database/sql.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { ChunkCursor } from './chunk-cursor.js';
import { DailyQuota } from './daily-quota.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { GatewayBrakes } from './gateway-brakes.js';
import { LetterFeed } from './letter-feed.js';
import { PaceRepository } from './pace.repository.js';
import { RepeatsRepository } from './repeats.repository.js';
import { RungLeaver } from './rung-leaver.js';
import { RunningCampaigns } from './running-campaigns.js';
import { Semaphore } from './semaphore.js';
import { SendingFences } from './sending-fences.js';
import { ALL_SENT, LOOK_MS, type Slice, SliceSender, type Unsent } from './slice-sender.js';
import type { Letter, Turn } from './turn.js';
import { countTaken } from './turn-count.js';
import { UnbegunTries } from './unbegun-tries.js';

/** Most deliveries claimed at once: what a kill leaves in doubt, and the cost of a claim, both hang on it. */
const SLICE = 64;
/** The same of an account that nothing but our own speed holds back: a claim costs 0.6 ms beside its rows. */
const FAST_SLICE = 512;
/** The same where a doubt is dear, because the operator promises nothing for a reference that it gets again. */
const DEAR_SLICE = 16;
/** A slice should leave within this time at the account's rate. */
const SLICE_SECONDS = 0.25;
/** With more than this booked ahead at the account, claiming waits. */
const BOOKED_AHEAD_MS = 300;
/** With less than this booked ahead it does not wait for a campaign that had less: the account must not run dry. */
const RUNS_DRY_MS = 150;
/**
 * Up to so many parts per second every letter is held to its place. Accounts that may have more are as fast as we can be:
 * no process could keep places of a fraction of a millisecond.
 */
const PACED_RATE = 2_500;
/** A slice that has to wait for its time all the same is held to it. */
const WAITS_MS = 5;
/** An account that is booked, or held, for longer gives its place to another chunk. */
const LONG_MS = 3_000;
/** An operator that does not say what is left of the day's quota is asked again after this. */
const QUOTA_UNKNOWN_MS = 15_000;
/** How long a chunk waits whose account may send no more today: the operator may be asked again by then. */
const QUOTA_ENDED_MS = 5 * 60_000;

/** What came of taking a slice: a slice, a wait in milliseconds, or nothing that is left to be sent. */
type Taken = Slice | number | 'nothing' | 'sent' | 'stopped';

/**
 * Sends what is due in one rung of a chunk: claims a small slice, books its time, sends it spread over that time, and so
 * on until the chunk is empty, its turn is over, or something says stop.
 */
@Injectable()
export class TurnSender {
  private readonly doors = new Map<string, Semaphore>();

  constructor(
    private readonly sql: Sql,
    private readonly unbegun: UnbegunTries,
    private readonly deliveries: DeliveriesRepository,
    private readonly repeats: RepeatsRepository,
    private readonly campaigns: RunningCampaigns,
    private readonly brakes: GatewayBrakes,
    private readonly pace: PaceRepository,
    private readonly fences: SendingFences,
    private readonly slices: SliceSender,
    private readonly quota: DailyQuota,
    private readonly leaver: RungLeaver,
    private readonly metrics: Metrics,
  ) {}

  /** Nothing more is claimed or begun. */
  stop(): void {
    this.fences.stop();
  }

  /** Drops what is on its way. */
  dropAll(): void {
    this.slices.dropAll();
  }

  /**
   * Resolves when everything has begun that this turn may begin; answers may still be on their way.
   * @returns how long the chunk has to wait for its account, in milliseconds; 0: not at all
   */
  async send(turn: Turn): Promise<number> {
    const { campaign, lease, stepIndex, step } = turn;
    const rung = { step: stepIndex, channel: step.channel, gatewayId: step.gatewayId, share: turn.share };
    const feed = new LetterFeed(
      new ChunkCursor(this.sql, this.unbegun, this.repeats, lease, rung),
      await this.campaigns.renderer(campaign, stepIndex),
    );
    // While one slice leaves the next is claimed and booked, so that the account need not wait for the database.
    let leaving: Promise<Unsent> = Promise.resolve(ALL_SENT);
    const isStopped = async (): Promise<boolean> => {
      const unsent = await leaving;
      leaving = Promise.resolve(ALL_SENT);
      feed.putBack(unsent.letters);
      countTaken(this.metrics, turn);
      return unsent.isStopped;
    };
    try {
      while (this.fences.mayGoOn(turn)) {
        const isCareful = turn.isProbe || this.brakes.isCareful(step.gatewayId);
        if ((isCareful || feed.isEmpty) && (await isStopped())) break;
        if (feed.isEmpty) break;
        const next = await this.take(turn, feed, isCareful);
        if (typeof next === 'number') return next;
        const isSlice = typeof next === 'object';
        if ((await isStopped()) || next === 'stopped') {
          if (isSlice) feed.putBack(next.letters);
          break;
        }
        if (isSlice) {
          leaving = this.slices.send(turn, next);
          if (!next.isPaced && (await isStopped())) break;
        }
        if (turn.isProbe && next === 'sent') return 0;
      }
    } finally {
      await isStopped();
      const unsent = feed.drain();
      this.quota.notUsed(step.gatewayId, unsent.length);
      await this.unbegun.giveBack(turn, unsent);
    }
    if (feed.isAtEnd) await this.deliveries.skipRefused(lease.chunk, rung);
    return turn.isProbe ? 0 : this.brakes.waitMs(step.gatewayId);
  }

  /**
   * Claims the next slice and books its time, where time is short one turn at a time of a campaign in this process, so that
   * not all of them see the same gap and fill it together. A careful one is one letter, sent before anybody else may send.
   */
  private async take(turn: Turn, feed: LetterFeed, isCareful: boolean): Promise<Taken> {
    const { campaign, step, account } = turn;
    const rate = account.settings.partsPerSecond;
    const isPaced = isCareful || rate <= PACED_RATE;
    const cheap = isPaced ? SLICE : FAST_SLICE;
    const most = account.gateway.capabilities.idempotencyWindowSeconds > 0 ? cheap : DEAR_SLICE;
    const inTime = Math.floor((rate * SLICE_SECONDS) / feed.partsEach);
    const size = isCareful ? 1 : Math.max(1, Math.min(most, inTime));
    const door = isPaced
      ? Semaphore.in(this.doors, isCareful ? step.gatewayId : `${step.gatewayId}/${campaign.id}`, 1)
      : null;
    if (door && !(await door.acquire(LOOK_MS))) return 'nothing';
    try {
      if (isPaced) {
        const wait = await this.waitForGap(turn, size * feed.partsEach);
        if (wait === 'over') return 'nothing';
        if (wait > 0) return wait;
      }
      const letters = await this.lettersWithPlaces(turn, feed, size);
      if (typeof letters === 'number') return letters;
      if (letters.length === 0) return 'nothing';
      const stretch = await this.book(turn, feed, letters, isPaced);
      const waitMs = stretch.at - performance.now();
      if (waitMs > LONG_MS) {
        feed.putBack(letters);
        return waitMs;
      }
      const slice = { letters, stretch, isPaced: isPaced || waitMs > WAITS_MS };
      if (!isCareful) return slice;
      const unsent = await this.slices.send(turn, slice);
      feed.putBack(unsent.letters);
      await turn.onTheirWay.none();
      if (unsent.letters.length === 0) return 'sent';
      return unsent.isStopped ? 'stopped' : 'nothing';
    } finally {
      door?.release();
    }
  }

  /**
   * The next letters, each with its place in the account's quota of the day; milliseconds to wait where there are no
   * places. What was put back has its place already.
   */
  private async lettersWithPlaces(turn: Turn, feed: LetterFeed, size: number): Promise<Letter[] | number> {
    const { step, campaign, lease, stepIndex, share, account } = turn;
    const wanted = feed.room(size);
    const places = wanted === 0 ? 0 : await this.quota.take(account, wanted);
    if (places === undefined) return QUOTA_UNKNOWN_MS;
    if (places === 0 && wanted === size) {
      // The account may send no more today: the rung is left, where the campaign wants that; else it waits.
      if (RungLeaver.leaves(campaign, stepIndex)) await this.leaver.leave(lease, campaign, stepIndex, share);
      return QUOTA_ENDED_MS;
    }
    let unused = places;
    try {
      const { letters, claimed } = await feed.next(size, places);
      unused -= claimed;
      return letters;
    } finally {
      this.quota.notUsed(step.gatewayId, unused);
    }
  }

  /** Books the time of letters; what cannot be booked waits in the feed. */
  private async book(
    { step, campaign, account }: Turn,
    feed: LetterFeed,
    letters: readonly Letter[],
    isPaced: boolean,
  ): Promise<Stretch> {
    try {
      return await this.pace.book(
        step.gatewayId,
        campaign.id,
        letters.map((letter) => letter.message.parts),
        account.settings.partsPerSecond,
        isPaced,
      );
    } catch (error) {
      feed.putBack(letters);
      throw error;
    }
  }

  /**
   * Waits until the account has time for a slice and it is this campaign's turn to have it.
   * @returns 0 when it is; milliseconds where that takes long; 'over' where the turn is over before
   */
  private async waitForGap(turn: Turn, parts: number): Promise<number | 'over'> {
    const { step, campaign } = turn;
    while (this.fences.mayGoOn(turn)) {
      const { aheadMs, leadParts } = await this.pace.queue(step.gatewayId, campaign.id);
      if (aheadMs > LONG_MS) return aheadMs;
      const isOurs = leadParts <= parts || aheadMs <= RUNS_DRY_MS;
      if (aheadMs <= BOOKED_AHEAD_MS && isOurs) return 0;
      const until = aheadMs <= BOOKED_AHEAD_MS ? RUNS_DRY_MS : BOOKED_AHEAD_MS;
      await sleep(Math.min(Math.max(aheadMs - until, 10), LOOK_MS));
    }
    return 'over';
  }
}
