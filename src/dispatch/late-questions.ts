import { Injectable } from '@nestjs/common';
import type { Capabilities } from '../gateway/gateway.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { LateRepository, type LateTry } from './late.repository.js';
import { WaitingQuestions } from './waiting-questions.js';

const BATCH = 500;
/** An operator that cannot be asked is asked again after this … */
const ASK_AGAIN_SECONDS = 60;
/** … and for so long from its first silence on: then the household gets its message another way, rather than none. */
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
    private readonly questions: WaitingQuestions,
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
    const account = await this.gateways.find(gatewayId);
    const asked = account ? tries.filter((each) => canBeAsked(account.gateway.capabilities, each)) : tries;
    await this.late.release(tries.filter((each) => !asked.includes(each)));
    if (asked.length === 0) return;
    const { settled, open, failed, putOff } = await this.questions.ask(gatewayId, asked);
    await this.late.putOff(putOff, PUT_OFF_SECONDS);
    // The word goes the way of a receipt, which ends the wait; where that takes long, the operator is asked once more.
    await this.late.putOff(settled, ASK_AGAIN_SECONDS);
    const again = failed.filter((each) => (each.unansweredSeconds ?? 0) <= ASK_FOR_SECONDS);
    await this.late.noteUnanswered(again, ASK_AGAIN_SECONDS);
    await this.late.release([...open, ...failed.filter((each) => !again.includes(each))]);
  }
}

function canBeAsked(
  { statusQuery, statusById = false, statusWindowSeconds = Infinity }: Capabilities,
  { ageSeconds, operatorId }: LateTry,
): boolean {
  return ageSeconds < statusWindowSeconds && (statusQuery || (statusById && operatorId !== null));
}
