import { Injectable } from '@nestjs/common';

/** Questions that one account gets in a second over time; eSMS allows 20 to 30, the others name no figure. */
const RATE = 5;
/** The most at once. */
const BURST = 300;

/**
 * Keeps the questions about messages without a receipt few, so that they take nothing from the sending. One worker at a
 * time asks (ReconcileProcessor), so the figures of its process are those of the account.
 */
@Injectable()
export class QuestionBudget {
  private readonly spent = new Map<string, { questions: number; at: number }>();

  /** How many of `wanted` questions an account may be asked now. */
  take(gatewayId: string, wanted: number): number {
    const now = performance.now();
    const known = this.spent.get(gatewayId) ?? { questions: 0, at: now };
    const spent = Math.max(0, known.questions - ((now - known.at) / 1000) * RATE);
    const granted = Math.max(0, Math.min(wanted, Math.floor(BURST - spent)));
    this.spent.set(gatewayId, { questions: spent + granted, at: now });
    return granted;
  }
}
