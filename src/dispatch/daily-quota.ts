import { Inject, Injectable } from '@nestjs/common';
import { GatewayError } from '../gateway/gateway-error.js';
import { DailyQuotaRepository } from '../gateway/daily-quota.repository.js';
import type { GatewayAccount } from '../gateway/gateway-pool.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';

const TIMEOUT_MS = 15_000;
/** An operator that could not be asked is asked again after this. */
const ASK_AGAIN_MS = 10_000;

interface Heard {
  left: number;
  day: string;
}

/**
 * Keeps an account within the messages that its operator lets out in a day, over all workers: places are taken in
 * Postgres before anything is claimed. Places that were not used are kept here and used first, so that a refused message
 * costs no statement; what is left of them goes back when a turn ends.
 */
@Injectable()
export class DailyQuota {
  /** Places in hand, by account: those of one day. */
  private readonly inHand = new Map<string, { day: string; places: number }>();
  private readonly heard = new Map<string, Heard>();
  private readonly today = new Map<string, string>();
  private readonly asking = new Map<string, Promise<void>>();
  private readonly askedAt = new Map<string, number>();

  constructor(
    private readonly quotas: DailyQuotaRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Takes places for up to `wanted` messages of an account; `wanted` where its operator knows no such limit.
   * 0: the day's quota is used up. Undefined: the operator cannot be asked at the moment.
   */
  async take({ gateway, settings: { id } }: GatewayAccount, wanted: number): Promise<number | undefined> {
    if (!gateway.capabilities.dailyQuota || !gateway.dailyQuota) return wanted;
    const known = this.inHand.get(id);
    this.inHand.delete(id);
    // Yesterday's places are worth nothing today.
    const held = known?.day === dayOf(Date.now()) ? known : undefined;
    const missing = wanted - (held?.places ?? 0);
    if (held && missing <= 0) {
      this.giveBack(id, held.day, held.places - wanted);
      return wanted;
    }
    let places = await this.quotas.take(id, missing, this.heard.get(id) ?? null);
    if (places === undefined || (places.taken === 0 && (await this.quotas.isOld(id)))) {
      if (!(await this.ask(id, gateway.dailyQuota.bind(gateway)))) {
        if (held) this.giveBack(id, held.day, held.places);
        return undefined;
      }
      places = await this.quotas.take(id, missing, null);
    }
    if (places === undefined) return undefined;
    this.today.set(id, places.day);
    return places.taken + (held?.day === places.day ? held.places : 0);
  }

  /** Places of messages that were not sent after all. */
  notUsed(gatewayId: string, places: number): void {
    const day = this.today.get(gatewayId);
    if (day !== undefined && places > 0) this.giveBack(gatewayId, day, places);
  }

  /** What the operator said is left, in the answer to a message. */
  hear(gatewayId: string, left: number): void {
    const day = this.today.get(gatewayId);
    if (day === undefined) return;
    const known = this.heard.get(gatewayId);
    if (!known || known.day !== day || left < known.left) this.heard.set(gatewayId, { left, day });
  }

  /** A turn is over: what is in hand goes back, so that other workers can have it. */
  async release(gatewayId: string): Promise<void> {
    const held = this.inHand.get(gatewayId);
    if (!held) return;
    this.inHand.delete(gatewayId);
    await this.quotas.giveBack(gatewayId, held.day, held.places);
  }

  private giveBack(gatewayId: string, day: string, places: number): void {
    if (places <= 0) return;
    const held = this.inHand.get(gatewayId);
    if (held?.day === day) held.places += places;
    else this.inHand.set(gatewayId, { day, places });
  }

  /** False where the operator did not say. */
  private async ask(
    gatewayId: string,
    question: (signal: AbortSignal) => Promise<{ left: number | null }>,
  ): Promise<boolean> {
    if (
      performance.now() - (this.askedAt.get(gatewayId) ?? -Infinity) < ASK_AGAIN_MS &&
      !this.asking.has(gatewayId)
    )
      return false;
    let asking = this.asking.get(gatewayId);
    if (!asking) {
      this.askedAt.set(gatewayId, performance.now());
      asking = question(AbortSignal.timeout(TIMEOUT_MS))
        .then(async ({ left }) => {
          await this.quotas.note(gatewayId, left);
          this.heard.delete(gatewayId);
          this.askedAt.delete(gatewayId);
        })
        .finally(() => this.asking.delete(gatewayId));
      this.asking.set(gatewayId, asking);
    }
    try {
      await asking;
      return true;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      this.logger.warn({ event: 'quota.not-asked', gatewayId, code: error.code });
      return false;
    }
  }
}

/** The day of Vietnam, `YYYY-MM-DD`. */
function dayOf(ms: number): string {
  return new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);
}
