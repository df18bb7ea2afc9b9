import type http from 'node:http';
import { replyJson } from './answers.js';
import { behaviourNamed, type BehaviourTable } from './behaviours.js';
import type { MessageLog } from './message-log.js';
import type { Operator } from './operator.js';
import type { ReceiptSender } from './receipt-sender.js';

const LINES_AT_ONCE = 1_000;

/** For tests, the demo and the drill: what reached the phones, and how to behave. */
export class AdminEndpoint {
  constructor(
    private readonly operator: Operator,
    private readonly behaviours: BehaviourTable,
    private readonly log: MessageLog,
    private readonly receipts: ReceiptSender,
  ) {}

  /** Figures kept up to date, so asking costs nothing. */
  summary(response: http.ServerResponse): void {
    const { requests, repeats, refused } = this.operator;
    replyJson(response, 200, {
      requests,
      repeats,
      refused,
      ...this.log.summary(),
      receipts: this.receipts.counts(),
    });
  }

  /** Every message that was taken, one JSON object a line, in the order in which they came. */
  async messages(response: http.ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const until = this.log.size;
    for (let from = 0; from < until && !response.destroyed; from += LINES_AT_ONCE) {
      let lines = '';
      for (let index = from; index < Math.min(from + LINES_AT_ONCE, until); index++) {
        lines += `${JSON.stringify(this.log.at(index))}\n`;
      }
      if (!response.write(lines))
        await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    }
    response.end();
  }

  /** Forgets every message and every receipt that is still to be sent; behaviours are the table's again. */
  reset(response: http.ServerResponse): void {
    this.log.clear();
    this.receipts.clear();
    this.operator.reset();
    this.behaviours.reset();
    replyJson(response, 200, { status: 'reset' });
  }

  /** `{ending: '07' | '*', behaviour: 'silent'}`. */
  behave(body: string, response: http.ServerResponse): void {
    const { ending, behaviour } = readObject(body);
    const named = typeof behaviour === 'string' ? behaviourNamed(behaviour) : undefined;
    if (typeof ending !== 'string' || !/^(\d\d|\*)$/.test(ending) || !named) {
      replyJson(response, 400, { error: 'ending is two digits or *, behaviour a name from --help' });
      return;
    }
    this.behaviours.set(ending, named);
    replyJson(response, 200, { ending, behaviour });
  }

  /** `{from, text, callbackUrl}`: a household answers. */
  inbound(body: string, response: http.ServerResponse): void {
    const { from, text, callbackUrl } = readObject(body);
    if (typeof from !== 'string' || typeof text !== 'string' || typeof callbackUrl !== 'string') {
      replyJson(response, 400, { error: 'from, text and callbackUrl are strings' });
      return;
    }
    const at = new Date().toISOString();
    const event = JSON.stringify({ type: 'inbound', from, text, id: `in${Date.now().toString(36)}`, at });
    this.receipts.enqueue('now', { url: callbackUrl, body: () => event, tries: 0 });
    replyJson(response, 202, { status: 'sent' });
  }
}

function readObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // every field is then missing, which the caller is told
  }
}
