import type http from 'node:http';
import type { Wording } from './answers.js';
import type { Fate, MessageLog } from './message-log.js';
import type { Answer, IncomingMessage } from './operator.js';
import type { Callback } from './receipt-sender.js';

/** One call as it came. */
export interface FormatRequest {
  method: 'GET' | 'POST';
  path: string;
  /** What stands behind the `*` of the route; empty for a route without one. */
  rest: string;
  /** Without the question mark. */
  query: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** What one route of a format does; it ends the response, now or later. */
export type RouteHandler = (request: FormatRequest, response: http.ServerResponse) => void;

/** A wire format as it is registered in `formats.ts`. */
export interface FormatEntry {
  /** Also the word of `/admin/formats/<name>` and of the log. */
  readonly name: string;
  /** Lines of `--help`. */
  readonly help: readonly string[];
  make(desk: FormatDesk): OperatorFormat;
}

/**
 * The API of one operator as it documents it: one file, one entry in `formats.ts`. It reads requests, words answers and
 * makes its own callbacks; what becomes of a message is decided by the shared table of endings.
 */
export interface OperatorFormat {
  /** By `POST /path` or `GET /path`; `/path/*` takes everything below. */
  readonly routes: Readonly<Record<string, RouteHandler>>;
  /** A household answers. `callbackUrl` is where the caller wants it, or where the account's callbacks go. */
  inbound?(from: string, text: string, callbackUrl: string): Callback;
  /** A command of a test to this operator alone (`POST /admin/formats/<name>`); its result is the answer. */
  command?(command: Readonly<Record<string, unknown>>): unknown;
  /** Forgets everything that was sent or commanded. */
  reset?(): void;
  stop?(): void;
}

/** What a format may use of the simulator. */
export interface FormatDesk {
  /** The one secret of the simulator (`--key`): password, API key and signing key of every format. */
  readonly key: string;
  readonly log: MessageLog;
  /** Decides about a message, waits `--latency-ms`, answers in the format's words or breaks the answer. */
  answer(message: IncomingMessage, response: http.ServerResponse, wording: Wording): void;
  /** Only decides: for calls that carry several messages. `done` may be called later. */
  take(message: IncomingMessage, done: (answer: Answer) => void): void;
  /** The second half of `answer`. */
  respond(response: http.ServerResponse, wording: Wording, answer: Answer): void;
  /** What the operator knows of a message just now: nothing final before the receipt's delay has passed. */
  stateOf(index: number): Fate | 'accepted';
  /** Where the account's callbacks go that no request names (`POST /admin/callback`); null: nowhere. */
  callbackUrl(): string | null;
  /** Makes a call to a webhook: at once, or after the delay of receipts. */
  call(callback: Callback, line?: 'now' | 'normal'): void;
}
