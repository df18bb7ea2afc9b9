import { createHmac } from 'node:crypto';
import { countSmsParts } from '../../domain/sms-parts.js';
import { reply, replyJson, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { jsonBody, jsonReply } from '../json-body.js';
import type { Fate } from '../message-log.js';
import type { FormatDesk, FormatEntry, OperatorFormat, RouteHandler } from '../operator-format.js';
import type { Callback } from '../receipt-sender.js';
import { SmsgateTokens } from './smsgate-tokens.js';

/** The phone's own server, the vendor's cloud, and a server of one's own. */
const BASES = ['', '/3rdparty/v1', '/api/3rdparty/v1'] as const;

const EVENTS = [
  'sms:received',
  'sms:sent',
  'sms:delivered',
  'sms:failed',
  'sms:cancelled',
  'system:ping',
  'app:started',
] as const;
type EventName = (typeof EVENTS)[number];

/** The app refuses by HTTP status and in words. What only the network finds out comes later, as `sms:failed`. */
const REFUSALS: Readonly<Record<Refusal, [status: number, message: string]>> = {
  throttled: [503, 'QueueLimitExceeded'],
  'bad-recipient': [400, 'invalid phone number in row 1'],
  'opted-out': [403, 'Forbidden'],
  'bad-content': [400, 'Validation failed: textMessage'],
  quota: [503, 'QueueLimitExceeded'],
  night: [503, 'QueueLimitExceeded'],
  misconfigured: [401, 'Unauthorized'],
  rejected: [400, 'Validation failed'],
};
const STATES: Readonly<Record<Fate | 'accepted', string>> = {
  accepted: 'Sent',
  delivered: 'Delivered',
  undelivered: 'Failed',
  expired: 'Failed',
};
const FAILURES = { undelivered: 'RESULT_ERROR_GENERIC_FAILURE', expired: 'RESULT_ERROR_NO_SERVICE' } as const;
const DEVICE = 'simulated-phone';
const RETRIES = 14;

interface Hook {
  id: string;
  url: string;
  event: EventName;
}

/** The answer of a send and of a question. `id` is the caller's own, where it gave one. */
const stateReply = (id: string, phone: string, state: string, status = 200, error?: string) =>
  jsonReply(
    { id, deviceId: DEVICE, state, recipients: [{ phoneNumber: phone, state, ...(error && { error }) }] },
    status,
  );
const problem = (status: number, message: string) => jsonReply({ message, code: status }, status);

function make(desk: FormatDesk): OperatorFormat {
  const hooks = new Map<string, Hook>();
  const tokens = new SmsgateTokens();
  let serial = 0;
  let anonymous = 0;

  const whenAllowed =
    (handler: RouteHandler): RouteHandler =>
    (request, response) => {
      const { authorization = '' } = request.headers;
      const login = Buffer.from(authorization.slice(6), 'base64').toString();
      const isKnown = authorization.startsWith('Basic ')
        ? login.slice(login.indexOf(':') + 1) === desk.key
        : tokens.isGood(authorization);
      if (isKnown) handler(request, response);
      else reply(response, problem(401, 'Unauthorized'));
    };

  /** A call of a webhook; its body is the same at every try, its time is not. */
  const call = ({ id: webhookId, url, event }: Hook, payload: Record<string, unknown>): Callback => {
    const text = JSON.stringify({ deviceId: DEVICE, event, id: `ev${++serial}`, payload, webhookId });
    return {
      url,
      tries: 0,
      retry: { times: RETRIES, after: 'failure' },
      body: () => text,
      headers: (body) => {
        const timestamp = String(Math.floor(Date.now() / 1000));
        const signature = createHmac('sha256', desk.key)
          .update(body + timestamp)
          .digest('hex');
        return { 'content-type': 'application/json', 'x-signature': signature, 'x-timestamp': timestamp };
      },
    };
  };

  /** Calls whoever asked for the event; where nobody did, the address of `/admin/callback`. */
  const calls = (event: EventName, payload: Record<string, unknown>): Callback[] => {
    const anyUrl = desk.callbackUrl();
    const own = [...hooks.values()].filter((hook) => hook.event === event);
    const targets = own.length > 0 || anyUrl === null ? own : [{ id: 'admin', url: anyUrl, event }];
    return targets.map((hook) => call(hook, payload));
  };

  /** What a phone reports of a message, in its order: that it left, then each part that arrived, or that it failed. */
  const reports = (messageId: string, phone: string, parts: number, fate: Fate | 'accepted'): Callback[] => {
    const of = { messageId, phoneNumber: phone, recipient: phone, simNumber: 1 };
    const now = new Date().toISOString();
    if (fate === 'undelivered' || fate === 'expired')
      return calls('sms:failed', { ...of, failedAt: now, reason: FAILURES[fate] });
    const sent = calls('sms:sent', { ...of, sentAt: now, partsCount: parts });
    if (fate === 'accepted') return sent;
    const delivered = Array.from({ length: parts }, () =>
      calls('sms:delivered', { ...of, deliveredAt: now }),
    );
    return [...sent, ...delivered.flat()];
  };

  const send: RouteHandler = ({ body, query }, response) => {
    const fields = jsonBody(body);
    const text = textOf(fields);
    const phones = Array.isArray(fields.phoneNumbers) ? fields.phoneNumbers.map(String) : [];
    const wrong = whatIsWrong(fields, text, phones, new URLSearchParams(query));
    if (wrong !== null) {
      reply(response, problem(400, wrong));
      return;
    }
    const phone = phones[0]!;
    const reference =
      typeof fields.id === 'string' && fields.id !== '' ? fields.id : `smsgate-${++anonymous}`;
    const { parts } = countSmsParts(text!);
    const wantsReports = fields.withDeliveryReport !== false;
    const message = {
      reference,
      phone,
      callback: (_index: number, fate: Fate | 'accepted'): Callback | null => {
        const told = fate === 'delivered' && !wantsReports ? 'accepted' : fate;
        const all = reports(reference, phone, parts, told);
        const last = all.pop();
        return last ? { ...last, before: all } : null;
      },
    };
    const wording: Wording = {
      accepted: () => stateReply(reference, phone, 'Pending', 202),
      // The id of a message is the caller's, and given once.
      repeated: () => problem(409, 'message with this id already exists'),
      refused: (kind) => problem(...REFUSALS[kind]),
      coded: (code) => problem(/^[45]\d\d$/.test(code) ? Number(code) : 400, code),
    };
    desk.answer(message, response, wording);
  };

  const ask: RouteHandler = ({ rest }, response) => {
    const index = desk.log.find(rest);
    if (index === undefined) {
      reply(response, problem(404, 'Message not found'));
      return;
    }
    const state = desk.stateOf(index);
    const error = state === 'undelivered' || state === 'expired' ? FAILURES[state] : undefined;
    reply(response, stateReply(rest, desk.log.at(index).phone, STATES[state], 200, error));
  };

  const register: RouteHandler = ({ body }, response) => {
    const { id, url, event } = jsonBody(body);
    if (!isEvent(event) || typeof url !== 'string' || !isSafe(url)) {
      reply(response, problem(400, 'url must be https, or of 127.0.0.1; event one that exists'));
      return;
    }
    const hook = { id: typeof id === 'string' && id !== '' ? id : `hook${++serial}`, url, event };
    hooks.set(hook.id, hook);
    replyJson(response, 201, hook);
  };

  const health = (checks: object) => ({ status: 'pass', version: '1.0.0', releaseId: 1, checks });
  const battery = { 'battery:level': { observedUnit: 'percent', observedValue: 94, status: 'pass' } };

  const routes: Record<string, RouteHandler> = {};
  for (const base of BASES) {
    for (const name of ['message', 'messages']) {
      routes[`POST ${base}/${name}`] = whenAllowed(send);
      routes[`GET ${base}/${name}/*`] = whenAllowed(ask);
    }
    routes[`GET ${base}/health`] = (_, response) =>
      replyJson(response, 200, health(base === '' ? battery : {}));
    routes[`POST ${base}/auth/token`] = whenAllowed(
      base === ''
        ? (_, response) => reply(response, problem(501, 'Not Implemented'))
        : (request, response) => reply(response, tokens.give(request)),
    );
    routes[`GET ${base}/devices`] = whenAllowed((_, response) =>
      replyJson(response, 200, [{ id: DEVICE, name: 'simulated/phone', lastSeen: new Date().toISOString() }]),
    );
    routes[`POST ${base}/webhooks`] = whenAllowed(register);
    routes[`GET ${base}/webhooks`] = whenAllowed((_, response) =>
      replyJson(response, 200, [...hooks.values()]),
    );
  }
  return {
    routes,
    inbound: (from, text, url) => {
      const payload = {
        messageId: `in${++serial}`,
        message: text,
        sender: from,
        phoneNumber: from,
        recipient: '+84900000000',
        simNumber: 1,
        receivedAt: new Date().toISOString(),
      };
      return call({ id: 'admin', url, event: 'sms:received' }, payload);
    },
    command: ({ event, payload }) => {
      if (!isEvent(event) || typeof payload !== 'object' || payload === null) return undefined;
      const made = calls(event, payload as Record<string, unknown>);
      for (const each of made) desk.call(each);
      return { calls: made.length };
    },
    reset: () => {
      hooks.clear();
      tokens.clear();
    },
  };
}

/** `textMessage.text`, or the older `message`; null for both, or neither. */
function textOf({ textMessage, message }: Record<string, unknown>): string | null {
  const given = [(textMessage as { text?: unknown } | undefined)?.text, message].filter(
    (each) => typeof each === 'string' && each !== '',
  );
  return given.length === 1 ? (given[0] as string) : null;
}

function whatIsWrong(
  fields: Record<string, unknown>,
  text: string | null,
  phones: readonly string[],
  query: URLSearchParams,
): string | null {
  if (text === null) return 'Validation failed: textMessage';
  if (phones.length !== 1) return 'Validation failed: the simulator takes one phoneNumbers entry';
  if (query.get('skipPhoneValidation') !== 'true' && !/^\+\d{8,15}$/.test(phones[0]!))
    return 'invalid phone number in row 1';
  const { simNumber, ttl, validUntil } = fields;
  if (simNumber !== undefined && ![1, 2, 3].includes(Number(simNumber)))
    return 'Validation failed: simNumber';
  if (ttl !== undefined && validUntil !== undefined) return 'Validation failed: ttl or validUntil';
  if (ttl !== undefined && !(Number(ttl) > 0)) return 'Validation failed: ttl';
  return null;
}

function isEvent(event: unknown): event is EventName {
  return EVENTS.includes(event as EventName);
}

/** The app calls HTTPS only, but for its own phone. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

/**
 * SMSGate on an Android phone: Basic, or a token of a server; the caller's own id once, signed events, one `sms:delivered`
 * for each part.
 */
export const smsgateFormat: FormatEntry = {
  name: 'smsgate',
  help: [
    'POST [/3rdparty/v1 | /api/3rdparty/v1]/message(s)       {id, textMessage: {text}, phoneNumbers: [one], …}, Basic any:KEY',
    'POST /[api/]3rdparty/v1/auth/token {ttl, scopes}; GET …/health, …/devices',
    'GET  …/message(s)/{id}, POST|GET …/webhooks {url, event}   signed with KEY: X-Signature, X-Timestamp',
    'POST /admin/formats/smsgate {event, payload}: calls whoever asked for that event (or /admin/callback)',
  ],
  make,
};
