import type http from 'node:http';
import { createHmac } from 'node:crypto';
import { replyJson, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { idOf, type Fate } from '../message-log.js';
import type {
  FormatDesk,
  FormatEntry,
  FormatRequest,
  OperatorFormat,
  RouteHandler,
} from '../operator-format.js';
import type { IncomingMessage } from '../operator.js';

const status = (kind: Refusal): number => {
  if (kind === 'throttled') return 429;
  return kind === 'misconfigured' ? 403 : 422;
};

const refused = (code: string, httpStatus: number) => ({
  status: httpStatus,
  type: 'application/json',
  body: JSON.stringify({ status: 'refused', code }),
  ...(httpStatus === 429 && { headers: { 'retry-after': '1' } }),
});

const WORDING: Wording = {
  accepted: (index) => ({
    status: 200,
    type: 'application/json',
    body: `{"status":"accepted","id":"${idOf(index)}"}`,
  }),
  // The words that `src/gateway/simulator` maps.
  refused: (kind) => refused(kind, status(kind)),
  coded: (code) => refused(code, 422),
};

const CODES = { accepted: 'sent', delivered: '0', undelivered: 'absent', expired: 'expired' } as const;

function make(desk: FormatDesk): OperatorFormat {
  const authorization = `Bearer ${desk.key}`;
  const whenAllowed =
    (handler: RouteHandler): RouteHandler =>
    (request, response) => {
      if (request.headers.authorization === authorization) handler(request, response);
      else replyJson(response, 401, { status: 'refused', code: 'unauthorized' });
    };
  const sign = (body: string): Record<string, string> => ({
    'content-type': 'application/json',
    'x-simulator-signature': createHmac('sha256', desk.key).update(body).digest('hex'),
  });
  const receipt = (index: number, fate: Fate | 'accepted'): string => {
    const { reference, id } = desk.log.at(index);
    const at = new Date().toISOString();
    return JSON.stringify({ type: 'receipt', reference, id, status: fate, code: CODES[fate], at });
  };

  /** Every message of a run names the same webhook: one string is kept for all of them. */
  let lastCallbackUrl = '';
  const read = (body: string): IncomingMessage | null => {
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
    if (callbackUrl !== lastCallbackUrl) lastCallbackUrl = callbackUrl;
    const url = lastCallbackUrl;
    return {
      reference,
      phone: to,
      callback: (index, fate) => ({ url, body: () => receipt(index, fate), headers: sign, tries: 0 }),
    };
  };

  /** `{reference, to, text, callbackUrl?}` → `{status: 'accepted', id}` or `{status: 'refused', code}`. */
  const send = ({ body }: FormatRequest, response: http.ServerResponse): void => {
    const message = read(body);
    if (message === null) replyJson(response, 400, { status: 'refused', code: 'bad-request' });
    else desk.answer(message, response, WORDING);
  };

  /** `?reference=a&reference=b` → the state of each known one; unknown ones are left out. */
  const statuses = ({ query }: FormatRequest, response: http.ServerResponse): void => {
    const messages = new URLSearchParams(query).getAll('reference').flatMap((reference) => {
      const index = desk.log.find(reference);
      if (index === undefined) return [];
      const { id, at } = desk.log.at(index);
      const fate = desk.stateOf(index);
      return [{ reference, id, status: fate, code: CODES[fate], at }];
    });
    replyJson(response, 200, { messages });
  };

  return {
    routes: { 'POST /send': whenAllowed(send), 'GET /status': whenAllowed(statuses) },
    inbound: (from, text, callbackUrl) => {
      const at = new Date().toISOString();
      const event = JSON.stringify({ type: 'inbound', from, text, id: `in${Date.now().toString(36)}`, at });
      return { url: callbackUrl, body: () => event, headers: sign, tries: 0 };
    },
  };
}

/** The simulator's own wire format: `POST /send`, `GET /status?reference=`, signed receipts. */
export const nativeFormat: FormatEntry = {
  name: 'native',
  help: [
    'POST /send             {reference, to, text, callbackUrl?} with Authorization: Bearer KEY',
    'GET  /status           ?reference=…&reference=…',
  ],
  make,
};
