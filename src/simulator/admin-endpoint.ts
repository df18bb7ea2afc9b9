import type http from 'node:http';
import { Readable } from 'node:stream';
import { replyJson } from './answers.js';
import { behaviourNamed, type BehaviourTable, refusalWith } from './behaviours.js';
import type { MessageLog } from './message-log.js';
import type { FormatRequest, OperatorFormat } from './operator-format.js';
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
    private readonly formats: ReadonlyMap<string, OperatorFormat>,
    private readonly callbackUrls: Map<string, string>,
  ) {}

  /** Answers a call below `/admin`; false where it is none of these. */
  serve({ method, path, body }: FormatRequest, response: http.ServerResponse): boolean {
    switch (`${method} ${path}`) {
      case 'GET /admin/log':
        this.messages(response);
        return true;
      case 'GET /admin/summary':
        this.summary(response);
        return true;
      case 'GET /admin/formats':
        replyJson(response, 200, { formats: [...this.formats.keys()] });
        return true;
      case 'POST /admin/reset':
        this.reset(response);
        return true;
      case 'POST /admin/behaviour':
        this.behave(readObject(body), response);
        return true;
      case 'POST /admin/callback':
        this.report(readObject(body), response);
        return true;
      case 'POST /admin/inbound':
        this.inbound(readObject(body), response);
        return true;
    }
    const format = this.formats.get(path.replace('/admin/formats/', ''));
    if (method !== 'POST' || !format?.command) return false;
    const result = format.command(readObject(body));
    if (result === undefined) replyJson(response, 400, { error: 'this operator knows no such command' });
    else replyJson(response, 200, result);
    return true;
  }

  /** Figures kept up to date, so asking costs nothing. */
  private summary(response: http.ServerResponse): void {
    const { requests, repeats, refused } = this.operator;
    replyJson(response, 200, {
      requests,
      repeats,
      refused,
      ...this.log.summary(),
      receipts: this.receipts.counts(),
    });
  }

  /** Every message that was taken so far, one JSON object a line, in the order in which they came. */
  private messages(response: http.ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    Readable.from(this.lines(this.log.size)).pipe(response);
  }

  private *lines(until: number): Generator<string> {
    for (let from = 0; from < until; from += LINES_AT_ONCE) {
      let lines = '';
      for (let index = from; index < Math.min(from + LINES_AT_ONCE, until); index++) {
        lines += `${JSON.stringify(this.log.at(index))}\n`;
      }
      yield lines;
    }
  }

  /** Forgets every message and every receipt that is still to be sent; behaviours are the table's again. */
  private reset(response: http.ServerResponse): void {
    this.log.clear();
    this.receipts.clear();
    this.operator.reset();
    this.behaviours.reset();
    this.callbackUrls.clear();
    for (const format of this.formats.values()) format.reset?.();
    replyJson(response, 200, { status: 'reset' });
  }

  /** `{ending: '07' | '*', behaviour: 'silent', format?: 'esms'}`, or `code: '146'` instead of a behaviour. */
  private behave(command: Record<string, unknown>, response: http.ServerResponse): void {
    const { ending, behaviour, code, format } = command;
    const named = typeof behaviour === 'string' ? behaviourNamed(behaviour) : undefined;
    const what = typeof code === 'string' ? refusalWith(code) : named;
    const isKnown = format === undefined || this.formats.has(String(format));
    if (typeof ending !== 'string' || !/^(\d\d|\*)$/.test(ending) || !what || !isKnown) {
      replyJson(response, 400, {
        error: 'ending is two digits or *, behaviour a name from --help, or code a word; format one of them',
      });
      return;
    }
    this.behaviours.set(ending, what, typeof format === 'string' ? format : null);
    replyJson(response, 200, { ending, behaviour: what.name, format });
  }

  /** `{format, url}`: where an account's callbacks go, as one tells the operator's support. */
  private report({ format, url }: Record<string, unknown>, response: http.ServerResponse): void {
    if (typeof format !== 'string' || !this.formats.has(format) || typeof url !== 'string') {
      replyJson(response, 400, { error: 'format is one of /admin/formats, url a string' });
      return;
    }
    this.callbackUrls.set(format, url);
    replyJson(response, 200, { format, url });
  }

  /** `{from, text, callbackUrl?, format?}`: a household answers. */
  private inbound(command: Record<string, unknown>, response: http.ServerResponse): void {
    const { from, text, format = 'native' } = command;
    const known = this.formats.get(String(format));
    const url = command.callbackUrl ?? this.callbackUrls.get(String(format));
    if (!known?.inbound || typeof from !== 'string' || typeof text !== 'string' || typeof url !== 'string') {
      replyJson(response, 400, { error: 'from, text and callbackUrl are strings, format one with replies' });
      return;
    }
    this.receipts.enqueue('now', known.inbound(from, text, url));
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
