import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterPlace, placeIn, type Stretch } from '../domain/pace.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { Semaphore } from './semaphore.js';
import { SendingFences } from './sending-fences.js';
import { TrySender } from './try-sender.js';
import type { Letter, Turn } from './turn.js';

/** How often somebody who waits looks whether it may go on at all. */
export const LOOK_MS = 200;

/** Letters that were claimed, and the account's time in which they may leave. */
export interface Slice {
  letters: readonly Letter[];
  stretch: Stretch;
  /** Its times are kept; else it is as fast as it can be. */
  isPaced: boolean;
}

/** Letters of a slice whose requests never began: something said stop, or their time was missed. */
export interface Unsent {
  letters: readonly Letter[];
  isStopped: boolean;
}

export const ALL_SENT: Unsent = { letters: [], isStopped: false };

/** Sends slices, each letter at its time and behind every fence. */
@Injectable()
export class SliceSender {
  private readonly lanes = new Map<string, Semaphore>();

  constructor(
    private readonly fences: SendingFences,
    private readonly sender: TrySender,
    private readonly metrics: Metrics,
  ) {}

  /** Drops what is on its way. */
  dropAll(): void {
    this.sender.dropAll();
  }

  /** Resolves when all letters have begun that may; never throws. */
  async send(turn: Turn, { letters, stretch, isPaced }: Slice): Promise<Unsent> {
    const lane = this.lane(turn);
    const release = () => lane.release();
    let rest = stretch;
    for (let index = 0; index < letters.length;) {
      const letter = letters[index]!;
      const { parts } = letter.message;
      const place = isPaced ? placeIn(rest, parts, performance.now()) : rest.at;
      if (place === null) return this.missed(turn, letters.slice(index));
      const waitMs = place - performance.now();
      if (waitMs > 1) {
        await sleep(Math.min(waitMs, LOOK_MS));
        if (!(this.fences.mayBegin(turn) ?? (await this.fences.mayStillSend(turn))))
          return { letters: letters.slice(index), isStopped: true };
        continue;
      }
      const permit = lane.acquire(LOOK_MS);
      if (!(permit === true || (await permit))) {
        if (turn.isOver() || !(await this.fences.mayStillSend(turn)))
          return { letters: letters.slice(index), isStopped: true };
        continue;
      }
      if (!(this.fences.mayBegin(turn) ?? (await this.fences.mayStillSend(turn)))) {
        lane.release();
        return { letters: letters.slice(index), isStopped: true };
      }
      // A permit, or the campaign's state, may have been long in coming.
      const taken = isPaced ? placeIn(rest, parts, performance.now()) : place;
      if (taken === null) {
        lane.release();
        return this.missed(turn, letters.slice(index));
      }
      void this.sender.send(turn, letter, release);
      if (isPaced) rest = afterPlace(rest, taken, parts);
      index++;
    }
    return ALL_SENT;
  }

  private missed(turn: Turn, letters: readonly Letter[]): Unsent {
    this.metrics.missedPlaces.inc({ gateway: turn.step.gatewayId }, letters.length);
    return { letters, isStopped: false };
  }

  /** Requests beyond the adapter's connections would wait inside it, out of reach of a pause. */
  private lane({ step, account }: Turn): Semaphore {
    const { connections } = account.gateway;
    return Semaphore.in(this.lanes, `${step.gatewayId}/${connections}`, connections);
  }
}
