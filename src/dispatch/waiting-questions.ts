import { Injectable } from '@nestjs/common';
import { Metrics } from '../platform/metrics/metrics.js';
import { OperatorWords } from './operator-words.js';
import { QuestionBudget } from './question-budget.js';
import { StatusQuestions } from './status-questions.js';
import { type AcceptedTry, WaitingRepository } from './waiting.repository.js';

/** What came of questions about tries that wait for their receipts. */
export interface Questioned<Try> {
  /** Those that the operator answered, by whether its answer ends the wait. */
  settled: Try[];
  open: Try[];
  /** Those that it did not answer about: it cannot be asked at the moment. */
  failed: Try[];
  /** Those for which the account's budget, or the time, had no question left. */
  putOff: Try[];
}

/** Asks operators about tries that they took and have not reported on, as far as the account's budget goes. */
@Injectable()
export class WaitingQuestions {
  constructor(
    private readonly questions: StatusQuestions,
    private readonly words: OperatorWords,
    private readonly waiting: WaitingRepository,
    private readonly budget: QuestionBudget,
    private readonly metrics: Metrics,
  ) {}

  /** Asks one account. An answer that ends the wait goes the way of a receipt and is stored when this resolves. */
  async ask<Try extends AcceptedTry>(gatewayId: string, tries: readonly Try[]): Promise<Questioned<Try>> {
    const granted = tries.slice(0, this.budget.take(gatewayId, tries.length));
    const putOff = tries.slice(granted.length);
    if (granted.length === 0) return { settled: [], open: [], failed: [], putOff };
    const { answers, answered, failed, unasked } = await this.questions.ask(gatewayId, granted);
    const final = new Map([...answers].filter(([, event]) => event.status !== 'accepted'));
    // Stored before the question is noted: a process that dies between the two asks once more, and loses no answer.
    await this.words.add(gatewayId, [...final.values()]);
    await this.waiting.noteAsked(answered);
    const settled = answered.filter((each) => final.has(each.deliveryId));
    const open = answered.filter((each) => !final.has(each.deliveryId));
    this.count(gatewayId, 'answered', settled);
    this.count(gatewayId, 'open', open);
    this.count(gatewayId, 'failed', failed);
    return { settled, open, failed, putOff: [...unasked, ...putOff] };
  }

  private count(gatewayId: string, outcome: string, tries: readonly unknown[]): void {
    this.metrics.statusQuestions.inc({ gateway: gatewayId, outcome }, tries.length);
  }
}
