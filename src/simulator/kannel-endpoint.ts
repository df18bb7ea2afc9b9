import type http from 'node:http';
import { respond, type Reply, type WireFormat } from './answers.js';
import { idOf } from './message-log.js';
import type { IncomingMessage, Operator } from './operator.js';
import type { Callback } from './receipt-sender.js';

const plain = (status: number, body: string): Reply => ({ status, type: 'text/html', body });

/** The words of Kannel's smsbox (gw/smsbox.c, version 1.4.5). */
const FORMAT: WireFormat = {
  accepted: () => plain(202, '0: Accepted for delivery'),
  refused: (kind) =>
    kind === 'throttled'
      ? plain(503, 'Temporal failure, try again later.')
      : plain(403, 'Not routable. Do not try again.'),
};

/** Kannel's types of delivery report, which are also the bits of `dlr-mask` (user guide, "Delivery reports"). */
const DLR = { delivered: 1, undelivered: 2, expired: 2, accepted: 8 } as const;
const WORDS = {
  delivered: 'DELIVRD',
  undelivered: 'UNDELIV',
  expired: 'EXPIRED',
  accepted: 'ACCEPTD',
} as const;

/** Kannel's `sendsms`: `GET|POST /cgi-bin/sendsms?username=&password=&to=&text=&dlr-mask=&dlr-url=`. */
export class KannelEndpoint {
  private anonymous = 0;

  constructor(
    private readonly operator: Operator,
    private readonly latencyMs: number,
    private readonly key: string,
  ) {}

  send(query: URLSearchParams, response: http.ServerResponse): void {
    const refusal = this.refusal(query);
    if (refusal !== null) {
      response.writeHead(refusal.status, { 'content-type': refusal.type });
      response.end(refusal.body);
      return;
    }
    this.operator.take(this.read(query), (answer) => {
      setTimeout(() => respond(response, FORMAT, answer), this.latencyMs);
    });
  }

  private refusal(query: URLSearchParams): Reply | null {
    const password = query.get('password') ?? query.get('pass');
    if (password !== this.key) return plain(403, 'Authorization failed for sendsms');
    if (!query.get('to')) return plain(400, 'Missing receiver number, rejected');
    return null;
  }

  /** Kannel knows no reference; two requests are the same message when they report to the same address. */
  private read(query: URLSearchParams): IncomingMessage {
    const phone = international(query.get('to') ?? '');
    const url = query.get('dlr-url');
    const mask = Number(query.get('dlr-mask') ?? 0);
    if (!url) return { reference: `kannel-${++this.anonymous}`, phone, callback: null };
    return {
      reference: url,
      phone,
      callback: (index, status): Callback | null =>
        (mask & DLR[status]) === 0
          ? null
          : { url: this.fill(url, index, status, query), body: null, tries: 0 },
    };
  }

  /** Fills Kannel's escape codes into a dlr-url. */
  private fill(url: string, index: number, status: keyof typeof DLR, query: URLSearchParams): string {
    const seconds = String(Math.floor(Date.now() / 1000));
    const values: Record<string, string> = {
      d: String(DLR[status]),
      I: idOf(index),
      F: idOf(index),
      P: query.get('from') ?? '',
      p: query.get('to') ?? '',
      T: seconds,
      A: `id:${idOf(index)} stat:${WORDS[status]}`,
      '%': '%',
    };
    // A percent sign before two hexadecimal digits is an escape of the address itself only where the letter is no code.
    return url.replace(/%([dIFPpTA%])/g, (_, letter: string) => encodeURIComponent(values[letter]!));
  }
}

function international(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return `+${digits.startsWith('0') ? `84${digits.slice(1)}` : digits}`;
}
