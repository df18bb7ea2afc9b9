/**
 * Owns the way of single messages: claims them, sends them ahead of every campaign at their account, records what came.
 * Emits requests to operators. Never sends a message twice that may have left, but under the reference that it has.
 */
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageCostVnd } from '../../domain/cost.js';
import { ASK_AT_SECONDS, longestRequestSeconds } from '../../domain/doubt.js';
import { DEFAULT_HOURS, isOpen, nextOpening } from '../../domain/quiet-hours.js';
import { mintOutboxReference } from '../../domain/reference.js';
import { smsEncoding } from '../../domain/sms-parts.js';
import { type GatewayAccount, GatewayPool, GatewayUnavailable } from '../../gateway/gateway-pool.js';
import { GatewaysRepository } from '../../gateway/gateways.repository.js';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { whenBack } from '../../platform/database/when-back.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Bell } from '../../platform/queues/bell.js';
import { doubtLeftBy } from '../doubtful.js';
import { GatewayBrakes } from '../gateway-brakes.js';
import { Installation } from '../installation.js';
import { PaceRepository } from '../pace.repository.js';
import { routesOf } from '../rung-routes.js';
import { verdictOn } from '../try-outcome.js';
import { sendOutbox } from './outbox.jobs.js';
import { type ClaimedMessage, OutboxRepository, type OutboxResult } from './outbox.repository.js';

/** Most messages that are on their way at once: an operator that hangs holds up no more. */
const SLICE = 8;
/** A lease outlives the longest request by this. */
const LEASE_MARGIN_SECONDS = 60;
const LOOK_MS = 200;

@Injectable()
export class OutboxSender {
  private readonly abort = new AbortController();
  private isStopping = false;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly gateways: GatewayPool,
    private readonly accounts: GatewaysRepository,
    private readonly bell: Bell,
    private readonly brakes: GatewayBrakes,
    private readonly pace: PaceRepository,
    private readonly installation: Installation,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Nothing more is begun. */
  stop(): void {
    this.isStopping = true;
  }

  /** Drops what is on its way: it is in doubt. */
  dropAll(): void {
    this.abort.abort();
  }

  /** Sends what is due at one account, until nothing is or the account stops. One caller at a time. */
  async sendDue(gatewayId: string): Promise<void> {
    await this.outbox.skip(gatewayId);
    await this.handOver(gatewayId);
    while (await this.sendSome(gatewayId));
  }

  /** Calls in doubt what dead workers had under way; it is repeated where the operator's promise still holds. */
  async takeBackLapsed(): Promise<void> {
    for (const { gatewayId, ...message } of await this.outbox.lapsed()) {
      const account = await this.account(gatewayId);
      if (account)
        await this.outbox.record({ ...this.failed(account, message, undefined), reason: 'worker-died' });
    }
  }

  private get leaseSeconds(): number {
    return longestRequestSeconds(this.config.SEND_TIMEOUT_SECONDS) + LEASE_MARGIN_SECONDS;
  }

  /**
   * What waits at an account that was replaced, or that its errors have stopped and another one stands in for, leaves
   * through that one; what may have left already stays with the account that had it.
   */
  private async handOver(gatewayId: string): Promise<void> {
    const found = await this.accounts.routing(gatewayId);
    const [route] = found ? routesOf(found, null) : [];
    if (!route || route.gatewayId === gatewayId) return;
    const moved = await this.outbox.handOver(gatewayId, route.gatewayId);
    if (moved === 0) return;
    this.logger.info({ event: 'outbox.handed-over', gatewayId, to: route.gatewayId, count: moved });
    await this.bell.ring(sendOutbox, { gatewayId: route.gatewayId });
  }

  /**
   * Sends a slice of what is due, or the one message that tries an account; answers whether there may be more. An account
   * that drains takes no new campaign, but an answer belongs to what it has sent.
   */
  private async sendSome(gatewayId: string): Promise<boolean> {
    const account = await this.account(gatewayId);
    if (!account || this.isStopping) return false;
    const passage = await this.brakes.begin(account.settings);
    if (passage === 'closed') return false;
    const isProbe = passage === 'probe';
    let begun = 0;
    try {
      if (!this.mayBegin(account, isProbe)) return false;
      const isOpenNow = isOpen(account.settings.hours ?? DEFAULT_HOURS, new Date());
      const claimed = await this.outbox.claim(gatewayId, isProbe ? 1 : SLICE, isOpenNow, this.leaseSeconds);
      if (claimed.length === 0) return false;
      const unsent = await this.sendSlice(account, claimed, isProbe);
      begun = claimed.length - unsent.length;
      await whenBack(() => this.outbox.giveBack(unsent));
      return unsent.length === 0;
    } finally {
      if (isProbe) await this.brakes.endProbe(gatewayId, begun);
    }
  }

  private mayBegin({ gateway, settings: { id } }: GatewayAccount, isProbe: boolean): boolean {
    return !this.isStopping && gateway.hasPlace?.() !== false && !this.brakes.isStopped(id, isProbe);
  }

  /** Sends a slice at the account's pace, before whatever waits there; answers what was not begun, once all is recorded. */
  private async sendSlice(
    account: GatewayAccount,
    messages: readonly ClaimedMessage[],
    isProbe: boolean,
  ): Promise<ClaimedMessage[]> {
    const { id, partsPerSecond } = account.settings;
    const onTheirWay: Promise<void>[] = [];
    let unsent: ClaimedMessage[] = [];
    for (const [index, message] of messages.entries()) {
      if (!this.mayBegin(account, isProbe)) {
        unsent = messages.slice(index);
        break;
      }
      await this.pace.pushIn(id, message.parts, partsPerSecond);
      onTheirWay.push(this.send(account, message));
      await this.rest((message.parts / partsPerSecond) * 1000);
    }
    await Promise.all(onTheirWay);
    return unsent;
  }

  private async rest(ms: number): Promise<void> {
    for (let left = ms; left > 0 && !this.isStopping; left -= LOOK_MS) await sleep(Math.min(left, LOOK_MS));
  }

  private async send(account: GatewayAccount, message: ClaimedMessage): Promise<void> {
    const { settings, gateway, callbackUrl } = account;
    let result: OutboxResult;
    const sentAt = new Date();
    try {
      const accepted = await gateway.send(
        {
          reference: mintOutboxReference(this.installation.prefix, {
            outboxId: message.id,
            attempt: message.attempt,
          }),
          phone: message.phone,
          text: message.text,
          parts: message.parts,
          encoding: smsEncoding(message.text),
          callbackUrl,
        },
        this.abort.signal,
      );
      this.brakes.succeeded(settings.id);
      const parts = accepted.parts ?? message.parts;
      result = {
        ...NOTHING,
        id: message.id,
        attempt: message.attempt,
        state: 'accepted',
        code: accepted.code ?? null,
        operatorId: accepted.operatorId ?? null,
        parts,
        costVnd: accepted.costVnd ?? messageCostVnd(parts, settings.pricePerPartVnd),
      };
    } catch (error) {
      result = this.failed(account, message, error);
      const { holdMs, errorKind, code } = this.verdict(account, message, error);
      await this.brakes.apply(settings.id, { holdMs, errorKind, code, sentAt });
    }
    this.logger.info({
      event: 'outbox.sent',
      outboxId: message.id,
      state: result.state,
      kind: result.errorKind,
    });
    await whenBack(() => this.outbox.record(result));
  }

  private verdict({ settings }: GatewayAccount, { attempt }: ClaimedMessage, error: unknown) {
    const now = new Date();
    return verdictOn(error, {
      attempt,
      now,
      nextOpening: nextOpening(settings.hours ?? DEFAULT_HOURS, now),
      failuresInARow: this.brakes.roundsWith(settings.id, now),
      random: Math.random(),
    });
  }

  /** What a try is that was not taken; without an error nobody knows whether it left. */
  private failed(account: GatewayAccount, message: ClaimedMessage, error: unknown): OutboxResult {
    const now = new Date();
    const verdict = this.verdict(account, message, error);
    const { capabilities } = account.gateway;
    const doubt = doubtLeftBy(verdict, {
      isRepeat: message.isRepeat,
      firstSent: message.firstSentAt,
      now,
      idempotencyWindowSeconds: capabilities.idempotencyWindowSeconds,
      requestSeconds: longestRequestSeconds(this.config.SEND_TIMEOUT_SECONDS),
    });
    const common = { ...NOTHING, id: message.id, attempt: message.attempt, parts: message.parts };
    if (doubt) {
      const isToRepeat = doubt.isToRepeat;
      return {
        ...common,
        // What is to be repeated waits for its turn; anything else is for the operator's word, or a person's.
        state: isToRepeat ? 'waiting' : 'in_doubt',
        reason: isToRepeat ? 'repeat' : 'unclear',
        code: verdict.code,
        errorKind: verdict.errorKind,
        notBefore: doubt.notBefore,
        isToRepeat,
        askInSeconds: !isToRepeat && capabilities.statusQuery ? ASK_AT_SECONDS[0]! : null,
        costVnd: messageCostVnd(message.parts, account.settings.pricePerPartVnd),
      };
    }
    return {
      ...common,
      state: verdict.state === 'planned' ? 'waiting' : 'rejected',
      reason: verdict.reason,
      code: verdict.code,
      errorKind: verdict.errorKind,
      notBefore: verdict.notBefore,
      isRefusal: verdict.isRefusal,
    };
  }

  private async account(gatewayId: string): Promise<GatewayAccount | undefined> {
    try {
      return await this.gateways.get(gatewayId);
    } catch (error) {
      if (!(error instanceof GatewayUnavailable)) throw error;
      this.logger.warn({ event: 'outbox.no-account', gatewayId, error });
      return undefined;
    }
  }
}

const NOTHING = {
  reason: null,
  code: null,
  errorKind: null,
  operatorId: null,
  costVnd: 0,
  notBefore: null,
  isToRepeat: false,
  askInSeconds: null,
  isRefusal: false,
} as const;
