import { Inject, Injectable } from '@nestjs/common';
import { messageCostVnd } from '../domain/cost.js';
import { longestRequestSeconds } from '../domain/doubt.js';
import { nextOpening } from '../domain/quiet-hours.js';
import { mintReference } from '../domain/reference.js';
import type { Accepted, OutboundMessage } from '../gateway/gateway.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { TryResult } from './tries.repository.js';
import { DailyQuota } from './daily-quota.js';
import { canRepeat, doubtLeftBy, type Tried } from './doubtful.js';
import { GatewayBrakes } from './gateway-brakes.js';
import { Installation } from './installation.js';
import { LadderRepository, type WayOn } from './ladder.repository.js';
import { Recorder } from './recorder.js';
import type { Letter, Turn } from './turn.js';
import { verdictOn } from './try-outcome.js';

/** Of so many answers the first is timed: timing all of them cost 7 µs a message. */
const TIMED_EACH = 16;
/** An operator that says "not at night" at the edge of the hours is asked again a minute later at the earliest. */
const NIGHT_MARGIN_MS = 60_000;
/** How long a delivery waits whose next phone could not be read. */
const DATABASE_AWAY_MS = 30_000;

/** What the answer to a try says; the rest of its record is known before. */
type Answered = Pick<
  TryResult,
  | 'state'
  | 'reason'
  | 'notBefore'
  | 'outcome'
  | 'errorKind'
  | 'code'
  | 'operatorId'
  | 'isRefusal'
  | 'next'
  | 'isToRepeat'
  | 'parts'
  | 'costVnd'
  | 'answeredAt'
>;

/** Makes one try: the request, what its answer means, and the record of it. */
@Injectable()
export class TrySender {
  private readonly abort = new AbortController();
  private begun = 0;

  constructor(
    private readonly recorder: Recorder,
    private readonly brakes: GatewayBrakes,
    private readonly installation: Installation,
    private readonly metrics: Metrics,
    private readonly ladder: LadderRepository,
    private readonly quota: DailyQuota,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Drops what is still on its way: those tries are in doubt. */
  dropAll(): void {
    this.abort.abort();
  }

  /**
   * Sends one letter and has the outcome recorded; until then it counts as on its way. Never rejects.
   * @param answered called once, when the operator's answer (or the lack of one) is in
   */
  async send(turn: Turn, letter: Letter, answered: () => void): Promise<void> {
    const { account, step, onTheirWay } = turn;
    const sentAt = new Date();
    onTheirWay.begin();
    if (letter.delivery.isRepeat && !canRepeat(this.tried(turn, letter, sentAt, sentAt))) {
      answered();
      this.recorder.put(recordOf(turn, letter, sentAt, notRepeated(turn, letter, sentAt)), onTheirWay.end);
      return;
    }
    const began = this.begun++ % TIMED_EACH === 0 ? performance.now() : 0;
    turn.sent++;
    let result: TryResult;
    try {
      requireFit(letter);
      const accepted = await account.gateway.send(this.messageOf(turn, letter), this.abort.signal);
      if (accepted.quotaLeft !== undefined) this.quota.hear(step.gatewayId, accepted.quotaLeft);
      this.brakes.succeeded(step.gatewayId);
      turn.taken++;
      turn.takenParts += letter.message.parts;
      result = recordOf(turn, letter, sentAt, taken(turn, letter, accepted));
    } catch (error) {
      try {
        result = await this.failed(turn, letter, sentAt, error);
      } catch (failure) {
        onTheirWay.fail(failure);
        return;
      }
    } finally {
      answered();
      if (began > 0)
        this.metrics.sendSeconds.observe({ gateway: step.gatewayId }, (performance.now() - began) / 1000);
    }
    this.recorder.put(result, onTheirWay.end);
  }

  private messageOf({ account }: Turn, { delivery, message }: Letter): OutboundMessage {
    const outbound: OutboundMessage = {
      reference: mintReference(this.installation.prefix, {
        deliveryId: delivery.id,
        attempt: delivery.attempt,
      }),
      phone: delivery.phone,
      text: message.text,
      parts: message.parts,
      encoding: message.encoding,
      callbackUrl: account.callbackUrl,
    };
    if (message.template) outbound.template = message.template;
    return outbound;
  }

  private async failed(turn: Turn, letter: Letter, sentAt: Date, error: unknown): Promise<TryResult> {
    const { step, hours, campaign } = turn;
    const now = new Date();
    const { holdMs, wayOn, ...verdict } = verdictOn(error, {
      attempt: letter.delivery.attempt,
      now,
      nextOpening: hours && nextOpening(hours, new Date(now.getTime() + NIGHT_MARGIN_MS)),
      failuresInARow: this.brakes.roundsWith(step.gatewayId, sentAt),
      random: Math.random(),
    });
    const outcome = verdict.errorKind ?? 'unclear';
    this.metrics.sends.inc({ gateway: step.gatewayId, outcome });
    this.metrics.campaigns.sent(campaign.id, outcome, 1);
    if (error instanceof GatewayError && error.sent === 'no') this.quota.notUsed(step.gatewayId, 1);
    // The operator was not asked, so this says nothing of it.
    if (error instanceof GatewayError && error.ownReason !== undefined) turn.sent--;
    else
      await this.brakes.apply(step.gatewayId, {
        holdMs,
        errorKind: verdict.errorKind,
        code: verdict.code,
        sentAt,
      });
    const { parts } = letter.message;
    const doubt = doubtLeftBy(verdict, this.tried(turn, letter, sentAt, now));
    // A try in doubt may have been charged; one that was refused was not.
    const costVnd = doubt ? costOf(turn, letter) : 0;
    const next = wayOn && (await this.nextOf(turn, letter, wayOn));
    return recordOf(turn, letter, sentAt, {
      isToRepeat: false,
      ...verdict,
      ...doubt,
      ...next,
      operatorId: null,
      parts,
      costVnd,
      answeredAt: now,
    });
  }

  /** The household's next phone, or the next rung: the delivery is planned for it instead of being rejected. */
  private async nextOf(
    { campaign, stepIndex }: Turn,
    { delivery }: Letter,
    wayOn: WayOn,
  ): Promise<Pick<Answered, 'state' | 'next' | 'notBefore'> | null> {
    if (delivery.chances === 0) return null;
    try {
      const next = (await this.ladder.next(campaign, [delivery.id], stepIndex, wayOn)).get(delivery.id);
      return next ? { state: 'planned', next, notBefore: null } : null;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      // The way on cannot be read now. The operator will say the same of this phone again, when it can be.
      return { state: 'planned', next: null, notBefore: new Date(Date.now() + DATABASE_AWAY_MS) };
    }
  }

  private tried({ account }: Turn, { delivery }: Letter, sentAt: Date, now: Date): Tried {
    return {
      isRepeat: delivery.isRepeat,
      firstSent: delivery.since ?? sentAt,
      now,
      idempotencyWindowSeconds: account.gateway.capabilities.idempotencyWindowSeconds,
      requestSeconds: longestRequestSeconds(this.config.SEND_TIMEOUT_SECONDS),
    };
  }
}

/** Throws for a household whose values do not fit the template: the operator would refuse its message. */
function requireFit({ message: { misfit } }: Letter): void {
  if (!misfit) return;
  throw new GatewayError('bad-content', 'a value does not fit the template', {
    code: misfit.name,
    sent: 'no',
    ownReason: 'template-value',
  });
}

/** What a message costs: by its template, else by its parts. */
function costOf({ account }: Turn, { message }: Letter): number {
  return message.priceVnd ?? messageCostVnd(message.parts, account.settings.pricePerPartVnd);
}

/** A repeat that comes too late for the operator's promise stays in doubt. */
function notRepeated(turn: Turn, letter: Letter, now: Date): Answered {
  const { message } = letter;
  return {
    state: 'in_doubt',
    reason: 'unclear',
    notBefore: null,
    outcome: 'in_doubt',
    errorKind: 'unclear',
    code: null,
    operatorId: null,
    isRefusal: false,
    isToRepeat: false,
    parts: message.parts,
    costVnd: costOf(turn, letter),
    answeredAt: now,
  };
}

function taken(turn: Turn, letter: Letter, accepted: Accepted): Answered {
  const { message } = letter;
  return {
    state: 'accepted',
    reason: null,
    notBefore: null,
    outcome: 'accepted',
    errorKind: null,
    code: accepted.code ?? null,
    operatorId: accepted.operatorId ?? null,
    isRefusal: false,
    isToRepeat: false,
    parts: accepted.parts ?? message.parts,
    costVnd: accepted.costVnd ?? costOf(turn, letter),
    answeredAt: new Date(),
  };
}

/** Spelled out on purpose: V8 stores properties after a spread one by one, which cost 25 µs a message (measured). */
function recordOf({ step }: Turn, { delivery }: Letter, sentAt: Date, answer: Answered): TryResult {
  return {
    deliveryId: delivery.id,
    attempt: delivery.attempt,
    state: answer.state,
    reason: answer.reason,
    notBefore: answer.notBefore,
    outcome: answer.outcome,
    errorKind: answer.errorKind,
    code: answer.code,
    operatorId: answer.operatorId,
    step: delivery.step,
    contactId: delivery.contactId,
    phone: delivery.phone,
    channel: step.channel,
    gatewayId: step.gatewayId,
    parts: answer.parts,
    costVnd: answer.costVnd,
    sentAt: delivery.since ?? sentAt,
    answeredAt: answer.answeredAt,
    isRefusal: answer.isRefusal,
    next: answer.next,
    isRepeat: delivery.isRepeat,
    isToRepeat: answer.isToRepeat,
  };
}
