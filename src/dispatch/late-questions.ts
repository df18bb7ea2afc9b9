import { Inject, Injectable } from '@nestjs/common';
import type { Capabilities } from '../gateway/gateway.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { LateRepository, type LateTry } from './late.repository.js';
import { OperatorWords } from './operator-words.js';
import { QuestionBudget } from './question-budget.js';
import { StatusQuestions } from './status-questions.js';
import { WaitingRepository } from './waiting.repository.js';

const BATCH = 500;
/** An operator that cannot be asked is asked again after this … */
const ASK_AGAIN_SECONDS = 60;
/** … and for so long: then the household gets its message another way, rather than none. */
const ASK_FOR_SECONDS = 1_800;
/** What an account's budget put off. */
const PUT_OFF_SECONDS = 15;

/**
 * Asks operators about messages whose rung has run out of time, once, before the next rung is tried: a household that
 * has its message, and whose receipt was lost or never comes by itself, must not get a second one.
 */
@Injectable()
export class LateQuestions {
  constructor(
    private readonly late: LateRepository,
    private readonly gateways: GatewayPool,
    private readonly questions: StatusQuestions,
    private readonly words: OperatorWords,
    private readonly waiting: WaitingRepository,
    private readonly budget: QuestionBudget,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Asks about what is due. Answers whether there may be more. */
  async askDue(): Promise<boolean> {
    const due = await this.late.due(BATCH);
    await this.late.release(due.filter((each) => !each.isWaiting));
    const waiting = due.filter((each) => each.isWaiting);
    for (const gatewayId of new Set(waiting.map((each) => each.gatewayId)))
      await this.askOne(
        gatewayId,
        waiting.filter((each) => each.gatewayId === gatewayId),
      );
    return due.length === BATCH;
  }

  private async askOne(gatewayId: string, tries: readonly LateTry[]): Promise<void> {
    const capabilities = await this.capabilitiesOf(gatewayId);
    const asked = capabilities ? tries.filter((each) => canBeAsked(capabilities, each)) : tries;
    await this.late.release(tries.filter((each) => !asked.includes(each)));
    if (asked.length === 0) return;
    const granted = asked.slice(0, this.budget.take(gatewayId, asked.length));
    await this.late.putOff(asked.slice(granted.length), PUT_OFF_SECONDS);
    if (granted.length === 0) return;
    const answers = capabilities && (await this.questions.ask(gatewayId, granted));
    if (!answers) {
      this.metrics.statusQuestions.inc({ gateway: gatewayId, outcome: 'failed' }, granted.length);
      await this.late.release(granted.filter((each) => each.lateSeconds > ASK_FOR_SECONDS));
      await this.late.putOff(
        granted.filter((each) => each.lateSeconds <= ASK_FOR_SECONDS),
        ASK_AGAIN_SECONDS,
      );
      return;
    }
    await this.waiting.noteAsked(granted);
    const final = new Map([...answers].filter(([, event]) => event.status !== 'accepted'));
    await this.words.add(gatewayId, [...final.values()]);
    // The word goes the way of a receipt, which ends the wait; where that takes long, the operator is asked once more.
    await this.late.putOff(
      granted.filter((each) => final.has(each.deliveryId)),
      ASK_AGAIN_SECONDS,
    );
    await this.late.release(granted.filter((each) => !final.has(each.deliveryId)));
    this.metrics.statusQuestions.inc({ gateway: gatewayId, outcome: 'answered' }, final.size);
    this.metrics.statusQuestions.inc({ gateway: gatewayId, outcome: 'open' }, granted.length - final.size);
  }

  /** Undefined where its settings are not valid at the moment. */
  private async capabilitiesOf(gatewayId: string): Promise<Capabilities | undefined> {
    try {
      return (await this.gateways.get(gatewayId)).gateway.capabilities;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn({ event: 'late.no-account', gatewayId, error });
      return undefined;
    }
  }
}

function canBeAsked(
  { statusQuery, statusById = false, statusWindowSeconds = Infinity }: Capabilities,
  { ageSeconds, operatorId }: LateTry,
): boolean {
  return ageSeconds < statusWindowSeconds && (statusQuery || (statusById && operatorId !== null));
}
