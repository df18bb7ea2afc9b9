import { Inject, Injectable } from '@nestjs/common';
import {
  type BreakingKind,
  type FailureRun,
  isBreaking,
  needsCare,
  opensBreaker,
  probeAfterMs,
} from '../domain/breaker.js';
import type { GatewayErrorKind } from '../domain/retry.js';
import type { GatewaySettings } from '../gateway/gateways.repository.js';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { BreakersRepository, type GatewayLook } from './breakers.repository.js';
import { PaceRepository } from './pace.repository.js';

/** How old the state of an account may be when a message leaves: so a person's stop takes effect as a pause does. */
const FRESH_MS = 250;
/** An operator that does not send at this hour is left alone for so long … */
const NIGHT_HOLD_MS = 5 * 60_000;
/** … once it has refused so many messages in a row: a few may be refused for the hour while the others are taken. */
const NIGHTS_IN_A_ROW = 20;
/** A stopped account is looked at again after this; whoever lets it go on rings before. */
export const STOPPED_MS = 10_000;
/** The message that tries an account has its request's time, and this. */
const PROBE_MARGIN_SECONDS = 30;

/** A failed try, as far as it concerns the account. */
export interface AccountFailure {
  errorKind: GatewayErrorKind | null;
  code: string | null;
  /** Milliseconds for which nothing of the account shall leave. */
  holdMs: number;
  /** When its request began. */
  sentAt: Date;
}

/** What may leave through an account now: everything, one message that tries it, or nothing. */
export type Passage = 'free' | 'probe' | 'closed';

interface Failing extends FailureRun {
  kind: BreakingKind;
  /** When the first of them was counted, and the last. */
  firstAt: number;
  lastAt: number;
}

/**
 * Slows an operator account down, or stops it, by what its answers say. Failures in a row are counted by every worker for
 * itself; what follows from them, a hold or an open breaker, stands in Postgres and counts for all.
 */
@Injectable()
export class GatewayBrakes {
  private readonly failing = new Map<string, Failing>();
  private readonly nights = new Map<string, number>();
  private readonly stopped = new Set<string>();
  private readonly heldUntil = new Map<string, number>();
  private readonly looks = new Map<string, { look: GatewayLook; at: number }>();

  constructor(
    private readonly sql: Sql,
    private readonly pace: PaceRepository,
    private readonly breakers: BreakersRepository,
    private readonly audit: Audit,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A turn is about to begin with an account whose settings have just been read. `endProbe` must follow a probe. */
  async begin({ id, state, breaker }: GatewaySettings): Promise<Passage> {
    if (state === 'held' || breaker === 'open') return 'closed';
    const isProbe = breaker === 'half-open';
    if (
      isProbe &&
      !(await this.breakers.takeProbe(id, this.config.SEND_TIMEOUT_SECONDS + PROBE_MARGIN_SECONDS))
    )
      return 'closed';
    this.stopped.delete(id);
    this.looks.set(id, { look: { isHeld: false, breaker }, at: performance.now() });
    return isProbe ? 'probe' : 'free';
  }

  /**
   * Whether the operator itself lets nothing more of the account out today. Where a person stopped it, where it is being
   * tried, or where nobody has asked yet since midnight, its messages wait: it may send all of them.
   */
  isQuotaUsedUp(gatewayId: string): Promise<boolean> {
    return this.breakers.isQuotaUsedUp(gatewayId);
  }

  /** Whether nothing of the account may leave at this moment, by what this process knows. */
  isStopped(gatewayId: string, isProbe: boolean): boolean {
    if (this.stopped.has(gatewayId)) return true;
    if ((this.heldUntil.get(gatewayId) ?? 0) > performance.now()) return true;
    const look = this.looks.get(gatewayId)?.look;
    return (
      look !== undefined &&
      (look.isHeld || look.breaker === 'open' || (look.breaker === 'half-open' && !isProbe))
    );
  }

  /** How long nothing of the account will leave, by what this process knows; 0 where something may. */
  waitMs(gatewayId: string): number {
    const heldMs = Math.max(0, (this.heldUntil.get(gatewayId) ?? 0) - performance.now());
    return heldMs === 0 && this.isStopped(gatewayId, false) ? STOPPED_MS : heldMs;
  }

  /** Reads the state of an account again where it is older than a quarter of a second. */
  async look(gatewayId: string): Promise<void> {
    const known = this.looks.get(gatewayId);
    const now = performance.now();
    if (known && now - known.at < FRESH_MS) return;
    if (known) known.at = now;
    this.looks.set(gatewayId, { look: await this.breakers.look(gatewayId), at: now });
  }

  /** Whether the account gets one message at a time, because the last ones failed. */
  isCareful(gatewayId: string): boolean {
    const failing = this.failing.get(gatewayId);
    return failing !== undefined && needsCare(failing.kind, failing);
  }

  /** The rounds of failures in a row that an account has had, with one more whose request began at `sentAt`. */
  roundsWith(gatewayId: string, sentAt: Date): number {
    const failing = this.failing.get(gatewayId);
    return failing ? failing.rounds + (sentAt.getTime() > failing.lastAt ? 1 : 0) : 1;
  }

  succeeded(gatewayId: string): void {
    this.failing.delete(gatewayId);
    this.nights.delete(gatewayId);
  }

  /** Does what a failure means to the account. A brake that cannot be written is logged: the next failure writes it. */
  async apply(gatewayId: string, failure: AccountFailure): Promise<void> {
    try {
      await this.brake(gatewayId, failure);
    } catch (error) {
      this.stopped.delete(gatewayId);
      this.logger.warn({ event: 'gateway.brake-failed', gatewayId, error });
    }
  }

  /**
   * The message that tried the account is done with.
   * @param sent how many tries were begun in its turn: 0 gives the turn to another
   */
  async endProbe(gatewayId: string, sent: number): Promise<void> {
    if (this.stopped.has(gatewayId)) return;
    if (sent === 0) return this.breakers.giveProbe(gatewayId);
    const closed = await this.sql.transaction(async (tx) => {
      if (!(await this.breakers.close(tx, gatewayId))) return false;
      await this.audit.record(tx, SYSTEM, 'gateway.released', { kind: 'gateway', id: gatewayId });
      return true;
    });
    if (!closed) return;
    this.logger.info({ event: 'gateway.released', gatewayId });
    this.looks.delete(gatewayId);
    await this.breakers.wake(gatewayId);
  }

  private async brake(gatewayId: string, { errorKind, code, holdMs, sentAt }: AccountFailure): Promise<void> {
    if (errorKind === 'night') return this.rest(gatewayId);
    if (!isBreaking(errorKind)) {
      // A no to one message is an answer: the account works.
      if (errorKind !== null) this.succeeded(gatewayId);
      return;
    }
    const isNew = this.count(gatewayId, errorKind, sentAt);
    const isProbed = this.looks.get(gatewayId)?.look.breaker === 'half-open';
    if (isProbed || opensBreaker(errorKind, this.failing.get(gatewayId)!)) {
      await this.open(gatewayId, errorKind, code);
    } else if (isNew && holdMs > 0) {
      await this.hold(gatewayId, holdMs);
    }
  }

  private async rest(gatewayId: string): Promise<void> {
    const nights = (this.nights.get(gatewayId) ?? 0) + 1;
    this.nights.set(gatewayId, nights);
    if (nights >= NIGHTS_IN_A_ROW) await this.hold(gatewayId, NIGHT_HOLD_MS);
  }

  /** False for a failure that ran beside one which is counted already. */
  private count(gatewayId: string, kind: BreakingKind, sentAt: Date): boolean {
    const now = Date.now();
    const rounds = this.roundsWith(gatewayId, sentAt);
    const known = this.failing.get(gatewayId);
    if (known?.rounds === rounds) return false;
    const firstAt = known?.firstAt ?? now;
    this.failing.set(gatewayId, { kind, rounds, firstAt, lastAt: now, ms: now - firstAt });
    return true;
  }

  private async hold(gatewayId: string, ms: number): Promise<void> {
    this.heldUntil.set(gatewayId, Math.max(this.heldUntil.get(gatewayId) ?? 0, performance.now() + ms));
    await this.pace.hold(gatewayId, ms);
  }

  private async open(gatewayId: string, reason: BreakingKind, code: string | null): Promise<void> {
    if (this.stopped.has(gatewayId)) return;
    this.stopped.add(gatewayId);
    this.failing.delete(gatewayId);
    const firstMs = this.config.BREAKER_SECONDS * 1000;
    const tries = await this.sql.transaction(async (tx) => {
      const opened = await this.breakers.open(tx, gatewayId, { reason, code }, (chance) =>
        probeAfterMs(chance, Math.random(), firstMs),
      );
      // The administrator is told once, not again at every chance that fails.
      if (opened === 1)
        await this.audit.record(
          tx,
          SYSTEM,
          'gateway.held',
          { kind: 'gateway', id: gatewayId },
          { why: reason, code },
        );
      return opened;
    });
    if (tries === undefined) return;
    this.metrics.breakersOpened.inc({ gateway: gatewayId, reason });
    this.logger.warn({ event: 'gateway.held', gatewayId, kind: reason, code, tries });
  }
}
