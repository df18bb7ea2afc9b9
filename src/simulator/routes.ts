import type http from 'node:http';
import type { AdminEndpoint } from './admin-endpoint.js';
import { replyJson } from './answers.js';
import type { FormatRequest, OperatorFormat, RouteHandler } from './operator-format.js';

const MAX_BODY_CHARS = 64 * 1024;

/** Finds who answers a call: the admin pages, or the format whose route it is. */
export class Routes {
  private readonly exact = new Map<string, RouteHandler>();
  private readonly below: [start: string, handler: RouteHandler][] = [];

  /** Throws where two formats want the same route. */
  constructor(
    formats: ReadonlyMap<string, OperatorFormat>,
    private readonly admin: AdminEndpoint,
  ) {
    for (const [name, { routes }] of formats) {
      for (const [route, handler] of Object.entries(routes)) {
        if (route.endsWith('*')) this.below.push([route.slice(0, -1), handler]);
        else if (this.exact.has(route)) throw new Error(`${name} wants ${route}, which is taken`);
        else this.exact.set(route, handler);
      }
    }
  }

  serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = request.url!;
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const { headers } = request;
    if (method === 'GET') {
      request.resume();
      this.dispatch({ method, path, rest: '', query, headers, body: '' }, response);
    } else {
      readBody(request, response, (body) =>
        this.dispatch({ method, path, rest: '', query, headers, body }, response),
      );
    }
  }

  private dispatch(request: FormatRequest, response: http.ServerResponse): void {
    const route = `${request.method} ${request.path}`;
    const handler = this.exact.get(route);
    if (handler) {
      handler(request, response);
      return;
    }
    for (const [start, answer] of this.below) {
      if (!route.startsWith(start)) continue;
      answer({ ...request, rest: decodeURIComponent(route.slice(start.length)) }, response);
      return;
    }
    if (!this.admin.serve(request, response)) replyJson(response, 404, { error: 'no such address' });
  }
}

function readBody(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  use: (body: string) => void,
): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
    if (body.length > MAX_BODY_CHARS) response.destroy();
  });
  request.on('end', () => {
    if (!response.destroyed) use(body);
  });
}
