import type { ExpectedRequest, ReceivedRequest } from '../../src/gateway/gateway.contract.js';

/** What HTTP itself adds to a request. */
const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

/** The request is the documented one: no header, parameter or field is missing, and none is there beyond it. */
export function expectRequest(request: ReceivedRequest, expected: ExpectedRequest): void {
  const headers = Object.entries(request.headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  expect({
    method: request.method,
    path: request.path,
    query: entriesOf(request.query),
    headers: Object.fromEntries(headers),
    body: bodyLike(expected, request),
  }).toEqual({
    method: expected.method,
    path: matcher(expected.path),
    query: matcher(expected.query ?? {}),
    headers: matcher(expected.headers ?? {}),
    body: matcher(expected.body ?? { text: '' }),
  });
  expected.also?.(request);
}

function bodyLike({ body }: ExpectedRequest, request: ReceivedRequest): unknown {
  if (body && 'json' in body) return { json: JSON.parse(request.body) as unknown };
  if (body && 'form' in body) return { form: entriesOf(new URLSearchParams(request.body)) };
  return { text: request.body };
}

/** Throws where a name comes twice: the operators' documents never mean that. */
function entriesOf(fields: URLSearchParams): Record<string, string> {
  const entries = Object.fromEntries(fields);
  expect([...fields.keys()].sort()).toEqual(Object.keys(entries).sort());
  return entries;
}

/** Every RegExp inside becomes a matcher of jest. */
function matcher(value: unknown): unknown {
  if (value instanceof RegExp) return expect.stringMatching(value);
  if (Array.isArray(value)) return value.map(matcher);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, matcher(each)]));
}
