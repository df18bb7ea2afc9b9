import type { LoggedMessage } from '../../src/simulator/message-log.js';

export interface OperatorSummary {
  messages: number;
  duplicates: number;
  receipts: { waiting: number; delivered: number; failed: number };
}

/** What the simulated operator says of itself, over HTTP. */
export class OperatorLog {
  constructor(private readonly url: string) {}

  /** Messages that it has taken and receipts that it still has to deliver. */
  async summary(): Promise<OperatorSummary> {
    const answer = await fetch(`${this.url}/admin/summary`);
    return (await answer.json()) as OperatorSummary;
  }

  /** Every message that reached a phone. */
  async messages(): Promise<LoggedMessage[]> {
    const answer = await fetch(`${this.url}/admin/log`);
    const text = await answer.text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LoggedMessage);
  }
}
