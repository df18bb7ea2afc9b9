import type http from 'node:http';
import { replyJson, respond, type WireFormat } from './answers.js';
import type { MessageLog } from './message-log.js';
import type { IncomingMessage, Operator } from './operator.js';

/** A refused message: status, and the word that `src/gateway/simulator` maps. */
const REFUSALS = { throttled: 429, 'bad-recipient': 422, 'opted-out': 422, 'bad-content': 422 } as const;

const FORMAT: WireFormat = {
  accepted: (id) => ({ status: 200, type: 'application/json', body: `{"status":"accepted","id":"${id}"}` }),
  refused: (kind) => ({
    status: REFUSALS[kind],
    type: 'application/json',
    body: `{"status":"refused","code":"${kind}"}`,
  }),
};

const CODES = { accepted: 'sent', delivered: '0', undelivered: 'absent', expired: 'expired' } as const;

/** The simulator's own wire format: `POST /send`, `GET /status?reference=`. */
export class NativeEndpoint {
  /** Every message of a run names the same webhook: one string is kept for all of them. */
  private lastCallbackUrl = '';

  constructor(
    private readonly operator: Operator,
    private readonly log: MessageLog,
    private readonly latencyMs: number,
    private readonly receiptDelayMs: number,
  ) {}

  /** `{reference, to, text, callbackUrl?}` → `{status: 'accepted', id}` or `{status: 'refused', code}`. */
  send(body: string, response: http.ServerResponse): void {
    const message = this.read(body);
    if (message === null) {
      replyJson(response, 400, { status: 'refused', code: 'bad-request' });
      return;
    }
    this.operator.take(message, (answer) => {
      if (this.latencyMs === 0) respond(response, FORMAT, answer);
      else setTimeout(() => respond(response, FORMAT, answer), this.latencyMs);
    });
  }

  /** `?reference=a&reference=b` → the state of each known one; unknown ones are left out. */
  status(query: URLSearchParams, response: http.ServerResponse): void {
    const messages = query.getAll('reference').flatMap((reference) => {
      const index = this.log.find(reference);
      if (index === undefined) return [];
      const { id, fate, at } = this.log.at(index);
      const isSettled = Date.now() - this.log.timeOf(index) >= this.receiptDelayMs;
      const status = isSettled ? fate : 'accepted';
      return [{ reference, id, status, code: CODES[status], at }];
    });
    replyJson(response, 200, { messages });
  }

  private read(body: string): IncomingMessage | null {
    let message: unknown;
    try {
      message = JSON.parse(body);
    } catch {
      return null; // answered with 400
    }
    if (typeof message !== 'object' || message === null) return null;
    const { reference, to, text, callbackUrl } = message as Record<string, unknown>;
    if (typeof reference !== 'string' || typeof to !== 'string' || typeof text !== 'string') return null;
    if (reference === '' || to === '' || text === '') return null;
    if (typeof callbackUrl !== 'string') return { reference, phone: to, callback: null };
    if (callbackUrl !== this.lastCallbackUrl) this.lastCallbackUrl = callbackUrl;
    const url = this.lastCallbackUrl;
    return {
      reference,
      phone: to,
      callback: (index, status) => ({ url, body: () => this.receipt(index, status), tries: 0 }),
    };
  }

  private receipt(index: number, status: keyof typeof CODES): string {
    const { reference, id } = this.log.at(index);
    const at = new Date().toISOString();
    return JSON.stringify({ type: 'receipt', reference, id, status, code: CODES[status], at });
  }
}
