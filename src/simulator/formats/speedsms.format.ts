import type http from 'node:http';
import { reply, replyJson, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import { jsonBody, jsonReply } from '../json-body.js';
import type {
  FormatDesk,
  FormatEntry,
  FormatRequest,
  OperatorFormat,
  RouteHandler,
} from '../operator-format.js';

const CODES: Readonly<Record<Refusal, string>> = {
  throttled: '009',
  'bad-recipient': '105',
  'opted-out': '105',
  'bad-content': '113',
  quota: '300',
  night: '101',
  misconfigured: '008',
  rejected: '101',
};
/** Reports: 0 delivered, 1 to 63 temporary, 64 and more failed. */
const STATES = {
  delivered: 0,
  accepted: 8,
  undelivered: 64,
  expired: 69,
} as const;

const refusal = (code: string) =>
  jsonReply({
    status: 'error',
    code,
    message: `error ${code}`,
    invalidPhone: [],
  });
const tranIdOf = (index: number): number => 100_000 + index;

/** In the words of the framework below the API, with the seconds to wait. */
const TOO_MANY = {
  ...jsonReply({ name: 'Too Many Requests', message: 'Rate limit exceeded.', code: 0, status: 429 }, 429),
  headers: { 'x-rate-limit-reset': '1' },
};

const WORDING: Wording = {
  accepted: (index) =>
    jsonReply({
      status: 'success',
      code: '00',
      data: {
        tranId: tranIdOf(index),
        totalSMS: 1,
        totalPrice: 250,
        invalidPhone: [],
      },
    }),
  refused: (kind) => (kind === 'throttled' ? TOO_MANY : refusal(CODES[kind])),
  coded: refusal,
};

function make(desk: FormatDesk): OperatorFormat {
  let sent = 0;
  const whenAllowed =
    (handler: RouteHandler): RouteHandler =>
    (request, response) => {
      const given = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64').toString();
      if (given.split(':')[0] === desk.key) handler(request, response);
      else
        replyJson(response, 401, {
          name: 'Unauthorized',
          message: 'invalid token',
          code: 0,
          status: 401,
        });
    };

  const send = ({ body }: FormatRequest, response: http.ServerResponse): void => {
    const { to, content, sms_type: type } = jsonBody(body);
    const phones = (Array.isArray(to) ? to : [to]).map((each) => international(String(each ?? '')));
    if (typeof content !== 'string' || content === '' || ![2, 3, 4, 5].includes(Number(type))) {
      reply(response, refusal('101'));
      return;
    }
    const [phone] = phones;
    if (phones.length !== 1 || !/^\+84\d{9}$/.test(phone!)) {
      reply(response, refusal('105'));
      return;
    }
    const url = desk.callbackUrl();
    const message = {
      // SpeedSMS takes no reference: every request is a new message.
      reference: `speedsms-${++sent}`,
      phone: phone!,
      callback:
        url === null
          ? null
          : (index: number, fate: keyof typeof STATES) => ({
              url,
              body: () =>
                JSON.stringify({
                  type: 'report',
                  tranId: tranIdOf(index),
                  phone: phone!.slice(1),
                  status: STATES[fate],
                }),
              tries: 0,
            }),
    };
    desk.answer(message, response, WORDING);
  };

  const info: RouteHandler = (_, response) =>
    replyJson(response, 200, {
      status: 'success',
      code: '00',
      data: { email: 'xa@example.vn', balance: 150_000, currency: 'VND' },
    });

  return {
    routes: {
      'POST /index.php/sms/send': whenAllowed(send),
      'GET /index.php/user/info': whenAllowed(info),
    },
    inbound: (from, text, url) => ({
      url,
      body: () =>
        JSON.stringify({
          type: 'incoming',
          phone: from.replace(/\D/g, ''),
          content: text,
        }),
      tries: 0,
    }),
    reset: () => (sent = 0),
  };
}

/** SpeedSMS: refusals in a 200, ids and states as numbers, no reference of the caller, unsigned reports. */
export const speedsmsFormat: FormatEntry = {
  name: 'speedsms',
  help: [
    'POST /index.php/sms/send    {to, content, sms_type, sender}, HTTP Basic KEY:x; one number',
    'GET  /index.php/user/info   the balance; reports go to the address of /admin/callback',
  ],
  make,
};
