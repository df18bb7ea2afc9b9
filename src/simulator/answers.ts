import type http from 'node:http';
import { operatorIdOf, type Answer } from './operator.js';

/** How one endpoint words an accepted and a refused message. */
export interface WireFormat {
  accepted(id: string): Reply;
  refused(kind: 'throttled' | 'bad-recipient' | 'opted-out' | 'bad-content'): Reply;
}

export interface Reply {
  status: number;
  type: string;
  body: string;
}

const SLOW_MS = 3_000;
/** A caller that is never answered is let go after this, so that the simulator does not collect sockets. */
const HANG_MS = 120_000;

/** Writes the answer that the operator decided on, or breaks it in the decided way. */
export function respond(response: http.ServerResponse, format: WireFormat, answer: Answer): void {
  switch (answer.kind) {
    case 'accepted':
      reply(response, format.accepted(operatorIdOf(answer)));
      return;
    case 'slow':
      setTimeout(() => reply(response, format.accepted(operatorIdOf(answer))), SLOW_MS).unref();
      return;
    case 'none':
      setTimeout(() => response.destroy(), HANG_MS).unref();
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'truncated': {
      const { status, type, body } = format.accepted(operatorIdOf(answer));
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
      response.setHeader('retry-after', '1');
      reply(response, format.refused('throttled'));
      return;
    default:
      reply(response, format.refused(answer.kind));
  }
}

export function reply(response: http.ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

export function replyJson(response: http.ServerResponse, status: number, value: unknown): void {
  reply(response, { status, type: 'application/json', body: JSON.stringify(value) });
}
