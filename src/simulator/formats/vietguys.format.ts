import { reply, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import { jsonReply } from '../json-body.js';
import type { FormatDesk, FormatEntry, OperatorFormat, RouteHandler } from '../operator-format.js';

/** Those of VietGuys that mean this. */
const CODES: Readonly<Record<Refusal, number>> = {
  throttled: -2,
  'bad-recipient': -10,
  'opted-out': -11,
  'bad-content': -20,
  quota: -9,
  night: -18,
  misconfigured: -5,
  rejected: -16,
};
const STATES = {
  accepted: 'sent',
  delivered: 'delivered',
  undelivered: 'fail',
  expired: 'fail',
} as const;

const refusal = (error: number) => jsonReply({ error, msgid: '', log: `error ${error}` });
const idOf = (index: number): string => `vg${index + 1}`;

const WORDING: Wording = {
  accepted: (index) => jsonReply({ error: 0, msgid: idOf(index), log: 'success' }),
  refused: (kind) => refusal(CODES[kind]),
  coded: (code) => refusal(Number(code)),
};

function make(desk: FormatDesk): OperatorFormat {
  const send: RouteHandler = ({ query, body }, response) => {
    const fields = new URLSearchParams(body === '' ? query : body);
    const phone = international(fields.get('phone') ?? '');
    if (fields.get('json') !== '1') {
      reply(response, { status: 200, type: 'text/plain', body: '-99' });
      return;
    }
    if (fields.get('pwd') !== desk.key || !fields.get('u') || !fields.get('from')) {
      reply(response, refusal(CODES.misconfigured));
      return;
    }
    if (!/^\+84\d{9}$/.test(phone) || !fields.get('sms')) {
      reply(response, refusal(CODES.rejected));
      return;
    }
    const url = desk.callbackUrl();
    const message = {
      reference: fields.get('bid') || `vietguys-${Date.now()}`,
      phone,
      callback:
        url === null
          ? null
          : (index: number, fate: keyof typeof STATES) => ({
              url,
              body: () =>
                JSON.stringify({
                  data: { message_id: idOf(index), status: STATES[fate] },
                }),
              tries: 0,
            }),
    };
    desk.answer(message, response, WORDING);
  };
  return {
    routes: { 'POST /api/index.php': send, 'GET /api/index.php': send },
  };
}

/** VietGuys: a form, refusals in a 200, unsigned reports to an address that its support knows. */
export const vietguysFormat: FormatEntry = {
  name: 'vietguys',
  help: [
    'GET|POST /api/index.php   u, pwd (KEY), from, phone, sms, bid, type, json=1',
    'reports go to the address of /admin/callback',
  ],
  make,
};
