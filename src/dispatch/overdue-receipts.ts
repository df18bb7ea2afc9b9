import { Inject, Injectable } from '@nestjs/common';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { type AcceptedTry, type WaitingChunk, WaitingRepository } from './waiting.repository.js';
import { OperatorWords } from './operator-words.js';
import { StatusQuestions } from './status-questions.js';

/** Chunks that are looked at together. */
const BATCH = 20;
const HOUR_SECONDS = 3_600;
/** A chunk in which anything waits is looked at this often, because settings change and doubts end. */
const LOOK_EVERY_SECONDS = 6 * HOUR_SECONDS;
/** An operator that could not be asked is asked again after this … */
const ASK_AGAIN_SECONDS = 600;
/** … and for so long beyond the receipt's time. */
const ASK_FOR_SECONDS = 24 * HOUR_SECONDS;

/** How an account reports, and by when. */
interface Reporting {
  receiptSeconds: number;
  /** It never reports, and cannot be asked: nothing more will be learnt. */
  isSilent: boolean;
  canBeAsked: boolean;
}

/** Accounts that could not be asked in this round. */
type Away = Set<string>;

/**
 * Ends the wait for receipts: what the operator took, and did not report on in its time, has expired; where it can be
 * asked, it is asked once before.
 */
@Injectable()
export class OverdueReceipts {
  constructor(
    private readonly waiting: WaitingRepository,
    private readonly gateways: GatewayPool,
    private readonly questions: StatusQuestions,
    private readonly words: OperatorWords,
    @Inject(LOGGER) private readonly logger: Logger,
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
      if (overdue.length > 0 && !(await this.expire(gatewayId, reporting, overdue, away)))
        nexts.push(ASK_AGAIN_SECONDS);
    }
    await this.waiting.lookAgain(chunk, nexts.length === 0 ? null : Math.min(...nexts, LOOK_EVERY_SECONDS));
  }

  /** False where some are still waiting, because the operator could not be asked. */
  private async expire(
    gatewayId: string,
    { canBeAsked, receiptSeconds }: Reporting,
    overdue: readonly AcceptedTry[],
    away: Away,
  ): Promise<boolean> {
    if (!canBeAsked) {
      await this.waiting.expire(overdue);
      return true;
    }
    const answers = away.has(gatewayId) ? undefined : await this.questions.ask(gatewayId, overdue);
    if (!answers) {
      away.add(gatewayId);
      const tooLate = overdue.filter((each) => each.ageSeconds > receiptSeconds + ASK_FOR_SECONDS);
      await this.waiting.expire(tooLate);
      return tooLate.length === overdue.length;
    }
    const final = new Map([...answers].filter(([, event]) => event.status !== 'accepted'));
    await this.words.add(gatewayId, [...final.values()]);
    await this.waiting.expire(overdue.filter((each) => !final.has(each.deliveryId)));
    return true;
  }

  /** Undefined where its settings are not valid at the moment. */
  private async reportingOf(gatewayId: string): Promise<Reporting | undefined> {
    try {
      const { gateway, settings } = await this.gateways.get(gatewayId);
      const { receipts, statusQuery, statusById = false } = gateway.capabilities;
      const canBeAsked = statusQuery || statusById;
      return {
        receiptSeconds: settings.receiptHours * HOUR_SECONDS,
        isSilent: receipts === 'none' && !canBeAsked,
        canBeAsked,
      };
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn({ event: 'receipts.no-account', gatewayId, error });
      return undefined;
    }
  }
}
