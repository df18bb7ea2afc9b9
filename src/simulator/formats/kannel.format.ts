import { reply, type Reply, type Wording } from '../answers.js';
import { idOf } from '../message-log.js';
import type { FormatDesk, FormatEntry, OperatorFormat, RouteHandler } from '../operator-format.js';
import type { IncomingMessage } from '../operator.js';
import { international } from '../international.js';

const plain = (status: number, body: string): Reply => ({ status, type: 'text/html', body });

/** The words of Kannel's smsbox (gw/smsbox.c, version 1.4.5); it has no more of them. */
const WORDING: Wording = {
  accepted: () => plain(202, '0: Accepted for delivery'),
  refused: (kind) =>
    kind === 'throttled'
      ? { ...plain(503, 'Temporal failure, try again later.'), headers: { 'retry-after': '1' } }
      : plain(403, 'Not routable. Do not try again.'),
  coded: (code) => plain(403, code),
};

/** Kannel's types of delivery report, which are also the bits of `dlr-mask` (user guide, "Delivery reports"). */
const DLR = { delivered: 1, undelivered: 2, expired: 2, accepted: 8 } as const;
const WORDS = {
  delivered: 'DELIVRD',
  undelivered: 'UNDELIV',
  expired: 'EXPIRED',
  accepted: 'ACCEPTD',
} as const;

function make(desk: FormatDesk): OperatorFormat {
  let anonymous = 0;

  /** Kannel knows no reference; two requests are the same message when they report to the same address. */
  const read = (query: URLSearchParams): IncomingMessage => {
    const phone = international(query.get('to') ?? '');
    const url = query.get('dlr-url');
    const mask = Number(query.get('dlr-mask') ?? 0);
    if (!url) return { reference: `kannel-${++anonymous}`, phone, callback: null };
    return {
      reference: url,
      phone,
      callback: (index, status) =>
        (mask & DLR[status]) === 0 ? null : { url: fill(url, index, status, query), body: null, tries: 0 },
    };
  };

  const send: RouteHandler = ({ query, body }, response) => {
    const fields = new URLSearchParams(body === '' ? query : `${query}&${body}`);
    const refusal = refusalOf(fields, desk.key);
    if (refusal !== null) reply(response, refusal);
    else desk.answer(read(fields), response, WORDING);
  };

  return {
    routes: { 'GET /cgi-bin/sendsms': send, 'POST /cgi-bin/sendsms': send },
  };
}

function refusalOf(query: URLSearchParams, key: string): Reply | null {
  const password = query.get('password') ?? query.get('pass');
  if (password !== key) return plain(403, 'Authorization failed for sendsms');
  if (!query.get('to')) return plain(400, 'Missing receiver number, rejected');
  return null;
}

/** Fills Kannel's escape codes into a dlr-url. */
function fill(url: string, index: number, status: keyof typeof DLR, query: URLSearchParams): string {
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

/** Kannel's `sendsms`: `GET|POST /cgi-bin/sendsms?username=&password=&to=&text=&dlr-mask=&dlr-url=`. */
export const kannelFormat: FormatEntry = {
  name: 'kannel',
  help: ["GET|POST /cgi-bin/sendsms   Kannel's sendsms: username, password, to, text, dlr-mask, dlr-url"],
  make,
};
