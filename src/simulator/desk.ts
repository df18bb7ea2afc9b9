import type http from 'node:http';
import { respond, type Wording } from './answers.js';
import type { Fate, MessageLog } from './message-log.js';
import type { FormatDesk } from './operator-format.js';
import type { Answer, IncomingMessage, Operator } from './operator.js';
import type { Callback, ReceiptSender } from './receipt-sender.js';

export interface DeskSettings {
  key: string;
  latencyMs: number;
  receiptDelayMs: number;
}

/** The simulator as one format sees it. */
export class Desk implements FormatDesk {
  readonly key: string;

  constructor(
    private readonly format: string,
    private readonly settings: DeskSettings,
    private readonly operator: Operator,
    readonly log: MessageLog,
    private readonly receipts: ReceiptSender,
    private readonly callbackUrls: ReadonlyMap<string, string>,
  ) {
    this.key = settings.key;
  }

  answer(message: IncomingMessage, response: http.ServerResponse, wording: Wording): void {
    this.take(message, (answer) => this.respond(response, wording, answer));
  }

  take(message: IncomingMessage, done: (answer: Answer) => void): void {
    this.operator.take(this.format, message, done);
  }

  respond(response: http.ServerResponse, wording: Wording, answer: Answer): void {
    if (this.settings.latencyMs === 0) respond(response, wording, answer);
    else setTimeout(() => respond(response, wording, answer), this.settings.latencyMs);
  }

  stateOf(index: number): Fate | 'accepted' {
    const isSettled = Date.now() - this.log.timeOf(index) >= this.settings.receiptDelayMs;
    return isSettled ? this.log.fateOf(index) : 'accepted';
  }

  callbackUrl(): string | null {
    return this.callbackUrls.get(this.format) ?? null;
  }

  call(callback: Callback, line: 'now' | 'normal' = 'now'): void {
    this.receipts.enqueue(line, callback);
  }
}
