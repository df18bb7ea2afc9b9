import { Injectable } from '@nestjs/common';
import { nextQuestionIn, questionTimes } from '../domain/receipt-questions.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { type AcceptedTry, type WaitingChunk, WaitingRepository } from './waiting.repository.js';
import { WaitingQuestions } from './waiting-questions.js';

/** Chunks that are looked at together. */
const BATCH = 20;
const HOUR_SECONDS = 3_600;
/** A chunk in which anything waits is looked at this often, because settings change and doubts end. */
const LOOK_EVERY_SECONDS = 6 * HOUR_SECONDS;
/** An operator that could not be asked is asked again after this … */
const ASK_AGAIN_SECONDS = 600;
/** … and for so long beyond the receipt's time. */
const ASK_FOR_SECONDS = 24 * HOUR_SECONDS;
/** Questions that an account's budget put off are asked after this; no chunk is looked at for fewer seconds than this. */
const PUT_OFF_SECONDS = 60;

/** How an account reports, and by when. */
interface Reporting {
  receiptSeconds: number;
  /** It never reports, and cannot be asked: nothing more will be learnt. */
  isSilent: boolean;
  canBeAsked: boolean;
  /** The ages at which the operator is asked before the wait is over. */
  askAt: readonly number[];
  /** How long it knows a message; null: nothing is known of a limit. */
  windowSeconds: number | null;
}

/** Accounts that could not be asked in this round. */
type Away = Set<string>;

/**
 * Ends the wait for receipts: what the operator took, and did not report on in its time, has expired. Where it can be
 * asked, it is asked a few times while the wait lasts, and once more at its end.
 */
@Injectable()
export class OverdueReceipts {
  constructor(
    private readonly waiting: WaitingRepository,
    private readonly gateways: GatewayPool,
    private readonly questions: WaitingQuestions,
  ) {}

  /** Looks at the chunks whose time has come; answers whether there may be more. */
  async expireDue(): Promise<boolean> {
    const chunks = await this.waiting.due(BATCH);
    const away: Away = new Set();
    for (const chunk of chunks) await this.look(chunk, away);
    return chunks.length === BATCH;
  }

  private async look(chunk: WaitingChunk, away: Away): Promise<void> {
    const { accepted, hasDoubts } = await this.waiting.in(chunk);
    const nexts = hasDoubts ? [LOOK_EVERY_SECONDS] : [];
    for (const gatewayId of new Set(accepted.map((each) => each.gatewayId))) {
      const reporting = await this.reportingOf(gatewayId);
      if (!reporting) {
        nexts.push(ASK_AGAIN_SECONDS);
        continue;
      }
      // An operator that never reports is not late: the message was handed over, and that is all there is to know.
      if (reporting.isSilent) continue;
      const own = accepted.filter((each) => each.gatewayId === gatewayId);
      const overdue = own.filter((each) => each.ageSeconds >= reporting.receiptSeconds);
      const early = own.filter((each) => each.ageSeconds < reporting.receiptSeconds);
      nexts.push(...early.map((each) => reporting.receiptSeconds - each.ageSeconds));
      nexts.push(...(await this.askEarly(gatewayId, reporting, early, away)));
      if (overdue.length > 0) nexts.push(...(await this.expire(gatewayId, reporting, overdue, away)));
    }
    await this.waiting.lookAgain(
      chunk,
      nexts.length === 0 ? null : Math.max(PUT_OFF_SECONDS, Math.min(...nexts, LOOK_EVERY_SECONDS)),
    );
  }

  /**
   * Asks about messages that have waited for some time, as far as the account's budget goes; the rest waits a minute.
   * @returns in how many seconds the chunk is to be looked at for them
   */
  private async askEarly(
    gatewayId: string,
    { canBeAsked, askAt }: Reporting,
    early: readonly AcceptedTry[],
    away: Away,
  ): Promise<number[]> {
    if (!canBeAsked || askAt.length === 0) return [];
    const nexts: number[] = [];
    const due: AcceptedTry[] = [];
    for (const each of early) {
      const seconds = nextQuestionIn(askAt, each.ageSeconds, each.askedAgeSeconds);
      if (seconds === null) continue;
      if (seconds > 0) nexts.push(seconds);
      else due.push(each);
    }
    if (due.length === 0) return nexts;
    if (away.has(gatewayId)) return [...nexts, PUT_OFF_SECONDS];
    const { settled, open, failed, putOff } = await this.questions.ask(gatewayId, due);
    if (putOff.length > 0) nexts.push(PUT_OFF_SECONDS);
    if (failed.length > 0) {
      away.add(gatewayId);
      nexts.push(ASK_AGAIN_SECONDS);
    }
    for (const each of [...settled, ...open]) {
      const seconds = nextQuestionIn(askAt, each.ageSeconds, each.ageSeconds);
      if (seconds !== null) nexts.push(seconds);
    }
    return nexts;
  }

  /**
   * Ends the wait of what is overdue, once its operator has been asked about it, as far as the account's budget goes.
   * @returns in how many seconds the chunk is to be looked at for what still waits
   */
  private async expire(
    gatewayId: string,
    { canBeAsked, receiptSeconds, windowSeconds }: Reporting,
    overdue: readonly AcceptedTry[],
    away: Away,
  ): Promise<number[]> {
    if (!canBeAsked || (windowSeconds !== null && receiptSeconds > windowSeconds)) {
      await this.waiting.expire(overdue);
      return [];
    }
    if (away.has(gatewayId)) return [ASK_AGAIN_SECONDS];
    const { open, failed, putOff } = await this.questions.ask(gatewayId, overdue);
    if (failed.length > 0) away.add(gatewayId);
    // Only what was asked about has expired: what waits for its question may have arrived.
    const tooLate = failed.filter((each) => each.ageSeconds > receiptSeconds + ASK_FOR_SECONDS);
    await this.waiting.expire([...open, ...tooLate]);
    return [
      ...(failed.length > tooLate.length ? [ASK_AGAIN_SECONDS] : []),
      ...(putOff.length > 0 ? [PUT_OFF_SECONDS] : []),
    ];
  }

  /** Undefined where the account cannot be used at the moment. */
  private async reportingOf(gatewayId: string): Promise<Reporting | undefined> {
    const account = await this.gateways.find(gatewayId);
    if (!account) return undefined;
    const { receipts, statusQuery, statusById = false, statusWindowSeconds } = account.gateway.capabilities;
    const canBeAsked = statusQuery || statusById;
    const receiptSeconds = account.settings.receiptHours * HOUR_SECONDS;
    const windowSeconds = statusWindowSeconds ?? null;
    return {
      receiptSeconds,
      windowSeconds,
      askAt: questionTimes({ isPushed: receipts === 'push', receiptSeconds, windowSeconds }),
      isSilent: receipts === 'none' && !canBeAsked,
      canBeAsked,
    };
  }
}
