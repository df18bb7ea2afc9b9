import { createHmac } from 'node:crypto';
import { reply, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import { jsonBody, jsonReply } from '../json-body.js';
import type { FormatDesk, FormatEntry, OperatorFormat, RouteHandler } from '../operator-format.js';

/** Stringee names no value but 0: these are the simulator's own, for an account's `errorCodes`. */
const CODES: Readonly<Record<Refusal, number>> = {
  throttled: 1,
  'bad-recipient': 2,
  'opted-out': 3,
  'bad-content': 4,
  quota: 5,
  night: 6,
  misconfigured: 7,
  rejected: 8,
};
const result = (r: number, smsSent: number) =>
  jsonReply({
    smsSent: String(smsSent),
    result: [
      {
        price: '250',
        smsType: '1',
        r,
        msg: r === 0 ? 'Success' : `error ${r}`,
      },
    ],
  });

const WORDING: Wording = {
  accepted: () => result(0, 1),
  refused: (kind) => result(CODES[kind], 0),
  coded: (code) => result(Number(code), 0),
};

/** Whether it is the JWT that the documents ask for, and not over. */
function isToken(token: string, key: string): boolean {
  const [head, claims, signature] = token.split('.');
  if (!head || !claims || !signature) return false;
  const expected = createHmac('sha256', key).update(`${head}.${claims}`).digest('base64url');
  const header = jsonBody(Buffer.from(head, 'base64url').toString());
  const { exp, rest_api: isRest, iss, jti } = jsonBody(Buffer.from(claims, 'base64url').toString());
  const isDocumented = header.alg === 'HS256' && header.cty === 'stringee-api;v=1' && isRest === true;
  const isOwn = typeof iss === 'string' && String(jti).startsWith(`${iss}-`);
  return signature === expected && isDocumented && isOwn && Number(exp) > Date.now() / 1000;
}

function make(desk: FormatDesk): OperatorFormat {
  let sent = 0;
  const send: RouteHandler = ({ headers, body }, response) => {
    if (!isToken(String(headers['x-stringee-auth'] ?? ''), desk.key)) {
      reply(response, {
        status: 401,
        type: 'text/plain',
        body: 'Unauthorized',
      });
      return;
    }
    const { sms } = jsonBody(body);
    const message = (Array.isArray(sms) ? (sms[0] as Record<string, unknown>) : undefined) ?? {};
    const phone = international(String(message.to ?? ''));
    if (!/^\+84\d{9}$/.test(phone) || !message.text || !message.from) {
      reply(response, result(CODES.rejected, 0));
      return;
    }
    desk.answer({ reference: `stringee-${++sent}`, phone, callback: null }, response, WORDING);
  };
  return { routes: { 'POST /v1/sms': send }, reset: () => (sent = 0) };
}

/** Stringee: a JWT in the header, a list of messages in the body, no reference of the caller, no callbacks. */
export const stringeeFormat: FormatEntry = {
  name: 'stringee',
  help: ['POST /v1/sms   {sms: [{from, to, text}]}, X-STRINGEE-AUTH: a JWT (HS256 under KEY)'],
  make,
};
