import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayErrorKind } from '../domain/retry.js';
import type { Accepted, GatewayEvent, GatewayHealth, OutboundMessage, RawRequest } from './gateway.js';
import type { GatewayKind } from './gateway.registry.js';

/** A request as the fake operator of the contract suite got it. */
export interface ReceivedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What the fake operator does with a request. */
export type FakeReply =
  | {
      status: number;
      headers?: Record<string, string>;
      body?: string;
      drip?: boolean;
    }
  /** Never answers. */
  | 'silence'
  /** Resets the connection once the request is in. */
  | 'reset'
  /** Closes the connection politely, without an answer. */
  | 'close'
  /** These very bytes, then the end. */
  | { raw: string };

/** A request as the operator documents it: all of it, but for the headers of the connection itself. */
export interface ExpectedRequest {
  method: 'GET' | 'POST' | 'PUT';
  path: string | RegExp;
  /** Default: none. */
  query?: Record<string, string | RegExp>;
  /** Names in lower case. Default: none. */
  headers?: Record<string, string | RegExp>;
  /** Default: empty. A RegExp may stand for a text at any place of the JSON. */
  body?: { json: unknown } | { form: Record<string, string | RegExp> } | { text: string | RegExp };
  /** What a table cannot say (a signature, Base64); throws where it does not hold. */
  also?(request: ReceivedRequest): void;
}

/** A call that some sends begin with: a session's token. It carries no message, so its failures leave nothing in doubt. */
export interface LoginContract {
  path: string;
  reply: FakeReply;
  request: ExpectedRequest;
  errors: [name: string, reply: FakeReply, kind: GatewayErrorKind, code?: string][];
}

export type ExpectedHealth = Omit<Partial<GatewayHealth>, 'detail'> & { detail?: string | RegExp };

/**
 * What one adapter promises, as a table: `<name>.contract.ts` in its folder exports `contracts`, and the suite
 * (`test/gateway/contract.spec.ts`) finds it there, runs every row and what holds for all adapters beside it.
 */
export interface GatewayContract {
  kind: GatewayKind;
  /** Where a kind has several tables. */
  title?: string;
  /** Only other settings of an adapter that another table covers whole: its rows are run, the transport's tests not again. */
  isVariant?: boolean;
  /** The settings that an administrator gives, for an operator at `url` (`http://127.0.0.1:port`). */
  config(url: string): Record<string, unknown>;
  /** They must never show in an error, nor in a log line. */
  secrets: Record<string, string>;
  /** Where `MESSAGE` does not fit this operator. */
  message?: Partial<OutboundMessage>;
  login?: LoginContract;
  /** The one request of a send. */
  request(message: OutboundMessage): ExpectedRequest;
  /** A message taken, and what the adapter makes of it. */
  accepted: { reply: FakeReply; result: Accepted };
  /** Other answers that mean the same. */
  alsoAccepted?: [name: string, reply: FakeReply, result: Accepted][];
  /** Every code of the operator that means something of its own, and one that nobody knows. */
  errors: [name: string, reply: FakeReply, kind: GatewayErrorKind, code?: string][];
  /** HTTP statuses that this operator gives a meaning of its own; the suite leaves them out. */
  ownStatuses?: number[];
  receipts: [name: string, request: RawRequest, events: GatewayEvent[]][];
  /** Calls that are not the operator's. */
  forged: [name: string, request: RawRequest][];
  unreadable: [name: string, request: RawRequest][];
  /** What the adapter makes of answers about ids of the operator that it asks for. */
  states?: [
    name: string,
    operatorIds: string[],
    answer: (request: ReceivedRequest) => FakeReply,
    events: GatewayEvent[],
  ][];
  /** What the check makes of the operator's answers. */
  checks?: [name: string, answer: (request: ReceivedRequest) => FakeReply, health: ExpectedHealth][];
}

/** The message that every contract sends, but for what it says otherwise. */
export const MESSAGE: OutboundMessage = {
  reference: 'abc12301zz9',
  phone: '+84912345678',
  text: 'Đề nghị bà con chấp hành Nghị định 168/2024/NĐ-CP & "an toàn" <100%>',
  parts: 2,
  encoding: 'ucs2',
  callbackUrl: 'http://127.0.0.1:3000/webhooks/7/to-ken_1?x=1&y=2',
};

/** A webhook call. */
export function rawRequest(over: Partial<Omit<RawRequest, 'body'>> & { body?: string } = {}): RawRequest {
  return {
    method: 'POST',
    path: '/webhooks/7/token',
    query: '',
    headers: {},
    ...over,
    body: Buffer.from(over.body ?? ''),
  };
}

/** An answer in JSON. */
export function jsonReply(body: unknown, status = 200): FakeReply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
