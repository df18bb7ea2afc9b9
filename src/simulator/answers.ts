import type http from 'node:http';
import type { Refusal } from './behaviours.js';
import type { Answer } from './operator.js';

/** How one format words an accepted and a refused message; `index` is the message's place in the log. */
export interface Wording {
  accepted(index: number): Reply;
  refused(kind: Refusal): Reply;
  /** A refusal with a code that a test named. */
  coded(code: string): Reply;
  /** Where the operator says that it has this reference already; without it the first answer comes again. */
  repeated?(index: number): Reply;
}

export interface Reply {
  status: number;
  type: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
}

const SLOW_MS = 3_000;
/** A caller that is never answered is let go after this, so that the simulator does not collect sockets. */
const HANG_MS = 120_000;

/** Writes the answer that the operator decided on, or breaks it in the decided way. */
export function respond(response: http.ServerResponse, format: Wording, answer: Answer): void {
  switch (answer.kind) {
    case 'accepted':
      reply(response, taken(format, answer));
      return;
    case 'slow':
      setTimeout(() => reply(response, taken(format, answer)), SLOW_MS).unref();
      return;
    case 'none':
      setTimeout(() => response.destroy(), HANG_MS).unref();
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncated': {
      const { status, type, body } = taken(format, answer);
      response.writeHead(status, { 'content-type': type, 'content-length': body.length + 40 });
      response.write(body.slice(0, body.length / 2), () => response.destroy());
      return;
    }
    case 'html':
      reply(response, {
        status: 200,
        type: 'text/html; charset=utf-8',
        body: '<!doctype html><title>Maintenance</title><h1>Please come back later</h1>',
      });
      return;
    case 'error':
      reply(response, { status: 500, type: 'text/plain', body: 'internal error' });
      return;
    case 'throttled':
    case 'throttled-once':
      reply(response, format.refused('throttled'));
      return;
    case 'code':
      reply(response, format.coded(answer.code ?? ''));
      return;
    default:
      reply(response, format.refused(answer.kind));
  }
}

function taken(format: Wording, { index, isRepeat }: Answer): Reply {
  return isRepeat && format.repeated ? format.repeated(index!) : format.accepted(index!);
}

export function reply(response: http.ServerResponse, { status, type, body, headers }: Reply): void {
  response.writeHead(status, {
    ...headers,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

export function replyJson(response: http.ServerResponse, status: number, value: unknown): void {
  reply(response, { status, type: 'application/json', body: JSON.stringify(value) });
}
