import { createHash } from 'node:crypto';
import { reply, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import { jsonBody, jsonReply } from '../json-body.js';
import type { Fate } from '../message-log.js';
import type {
  FormatDesk,
  FormatEntry,
  FormatRequest,
  OperatorFormat,
  RouteHandler,
} from '../operator-format.js';
import type { IncomingMessage } from '../operator.js';

const BASE = '/MainService.svc/json';
const BRANDNAME = 'UBND-XA';

const CODES: Readonly<Record<Refusal, string>> = {
  throttled: '160',
  'bad-recipient': '177',
  'opted-out': '99',
  'bad-content': '146',
  quota: '103',
  night: '199',
  misconfigured: '104',
  rejected: '110',
};
const WORDS: Readonly<Record<string, string>> = {
  101: 'Authorize Failed',
  103: 'Balance not enough to send message',
  104: 'Brand name code is not exist',
  124: 'Request exist 1',
  146: 'Sai template Brandname CSKH',
};

/** eSMS says no in a 200, with its code as a text. */
const refusal = (code: string, more: object = {}) =>
  jsonReply({
    CodeResult: code,
    CountRegenerate: 0,
    ErrorMessage: WORDS[code] ?? `error ${code}`,
    ...more,
  });

/** 31 hexadecimal digits, like the vendor's samples. */
const smsIdOf = (index: number): string => `d533459ee42b2b9525ba9ea${index.toString(16).padStart(8, '0')}`;
const indexOf = (smsId: string): number => parseInt(smsId.slice(-8), 16);

const WORDING: Wording = {
  accepted: (index) => jsonReply({ CodeResult: '100', CountRegenerate: 0, SMSID: smsIdOf(index) }),
  refused: (kind) => refusal(CODES[kind]),
  coded: (code) => (code === 'bare-99' ? jsonReply({ error: 'Invalid request' }) : refusal(code)),
  repeated: () => refusal('124', { SendStatus: '5' }),
};

/** What the callback and the state say of a fate. */
const state = (fate: Fate | 'accepted') => ({
  SendStatus: fate === 'accepted' ? 7 : 5,
  SendSuccess: fate === 'delivered' ? 1 : 0,
  SendFailed: fate === 'undelivered' || fate === 'expired' ? 1 : 0,
});

function make(desk: FormatDesk): OperatorFormat {
  /** Whether the vendor's own samples are followed, in which RequestId comes back empty. */
  let isRequestIdEmpty = false;
  let anonymous = 0;

  /** The code of what is wrong with the keys; null where they are right. */
  const wrongKeys = (fields: Record<string, unknown>): string | null =>
    typeof fields.ApiKey === 'string' && fields.ApiKey !== '' && fields.SecretKey === desk.key ? null : '101';

  const callback =
    (url: string, requestId: string, sandboxPhone: string): IncomingMessage['callback'] =>
    (index, fate) => {
      const { SendStatus, SendSuccess, SendFailed } = state(fate);
      const query = new URLSearchParams({
        SMSID: smsIdOf(index),
        SendFailed: String(SendFailed),
        SendStatus: String(SendStatus),
        SendSuccess: String(SendSuccess),
        TotalPrice: '850.0000',
        TotalReceiver: '1',
        TotalSent: '1',
        RequestId: isRequestIdEmpty ? '' : requestId,
        TypeId: '2',
        telcoid: '1',
        phonenumber: sandboxPhone,
        switchsmsid: '',
      });
      const joiner = url.includes('?') ? '&' : '?';
      return {
        url: `${url}${joiner}${query.toString()}`,
        body: null,
        tries: 0,
        retry: { times: 5, after: 'timeout' },
      };
    };

  const send: RouteHandler = ({ body }, response) => {
    const fields = jsonBody(body);
    const text = (name: string): string => String(fields[name] ?? '');
    const phone = international(text('Phone'));
    const wrong =
      wrongKeys(fields) ??
      (text('SmsType') === '' ? '300' : null) ??
      (text('Brandname') === '' ? '104' : null) ??
      (/[,;]/.test(text('Phone')) ? '163' : null) ??
      (/^\+84\d{9}$/.test(phone) ? null : '108') ??
      (text('Content') === '' || text('RequestId').length > 50 ? '110' : null);
    if (wrong !== null) {
      reply(response, refusal(wrong));
      return;
    }
    if (text('Sandbox') === '1') {
      reply(response, WORDING.accepted(0));
      return;
    }
    const reference = text('RequestId') || `esms-${++anonymous}`;
    const url = text('CallbackUrl');
    const message = {
      reference,
      phone,
      callback: url === '' ? null : callback(url, text('RequestId'), text('Phone')),
    };
    desk.answer(message, response, WORDING);
  };

  const sendStatus: RouteHandler = ({ query }, response) => {
    const fields = Object.fromEntries(new URLSearchParams(query));
    const SMSID = fields.RefId ?? '';
    const index = indexOf(SMSID);
    if (wrongKeys(fields)) reply(response, jsonReply({ CodeResponse: '101', SMSID }));
    else if (!(index < desk.log.size)) reply(response, jsonReply({ CodeResponse: '105', SMSID }));
    else {
      const money = { TotalPrice: 850.0, TotalReceiver: 1, TotalSent: 1 };
      reply(
        response,
        jsonReply({
          CodeResponse: '100',
          SMSID,
          ...state(desk.stateOf(index)),
          ...money,
        }),
      );
    }
  };

  const receiverStatus: RouteHandler = ({ query }, response) => {
    const fields = Object.fromEntries(new URLSearchParams(query));
    const index = indexOf(fields.RefId ?? '');
    const wrong = wrongKeys(fields) ?? (index < desk.log.size ? null : '105');
    if (wrong !== null) {
      reply(
        response,
        jsonReply({
          CodeResult: wrong,
          ErrorMessage: WORDS[wrong] ?? 'not found',
        }),
      );
      return;
    }
    const fate = desk.stateOf(index);
    const receiver = {
      IsSent: fate !== 'accepted',
      NetworkName: 'Viettel',
      Phone: `0${desk.log.at(index).phone.slice(3)}`,
      Retry: 0,
      SentResult: fate === 'delivered',
    };
    reply(response, jsonReply({ CodeResult: '100', ReceiverList: [receiver] }));
  };

  const balance: RouteHandler = ({ body }, response) => {
    const code = wrongKeys(jsonBody(body));
    const wrong = {
      Balance: 0,
      CodeResponse: code,
      ErrorMessage: 'Authorize Failed',
    };
    reply(response, jsonReply(code ? wrong : { Balance: 36_693, CodeResponse: '100', UserID: 9999 }));
  };

  const brandnames = ({ rest }: FormatRequest, response: Parameters<RouteHandler>[1]): void => {
    const [ApiKey, SecretKey] = rest.split('/');
    const code = wrongKeys({ ApiKey, SecretKey });
    const list = [
      { Brandname: BRANDNAME, Type: 2 },
      { Brandname: 'QC_ONLINE', Type: 1 },
    ];
    reply(
      response,
      jsonReply(
        code
          ? { CodeResult: code, ErrorMessage: 'Authorize Failed' }
          : { CodeResponse: '100', ListBrandName: list },
      ),
    );
  };

  return {
    routes: {
      [`POST ${BASE}/SendMultipleMessage_V4_post_json/`]: send,
      [`GET ${BASE}/GetSendStatus`]: sendStatus,
      [`GET ${BASE}/GetSmsReceiverStatus_get`]: receiverStatus,
      [`POST ${BASE}/GetBalance_json`]: balance,
      [`GET ${BASE}/GetListBrandname/*`]: brandnames,
    },
    inbound: (from, text, callbackUrl) => {
      const fields = {
        sender: from.replace(/\D/g, ''),
        content: text,
        serviceNumber: '8041',
        keyword: text.split(' ')[0] ?? '',
        smsid: `mo${Date.now().toString(36)}`,
        receiverTime: new Date(Date.now() + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14),
        cpid: '77',
      };
      const signed = `${fields.cpid}${fields.smsid}${text}${fields.receiverTime}${desk.key}`;
      const sign = createHash('md5').update(signed, 'utf8').digest('base64');
      const query = new URLSearchParams({ ...fields, sign });
      return {
        url: `${callbackUrl}?${query.toString()}`,
        body: null,
        tries: 0,
      };
    },
    command: ({ emptyRequestId }) => {
      if (typeof emptyRequestId !== 'boolean') return undefined;
      isRequestIdEmpty = emptyRequestId;
      return { emptyRequestId };
    },
    reset: () => (isRequestIdEmpty = false),
  };
}

/** eSMS: refusals in a 200, codes as texts, an unsigned GET as callback that is tried again only after a time-out. */
export const esmsFormat: FormatEntry = {
  name: 'esms',
  help: [
    `POST ${BASE}/SendMultipleMessage_V4_post_json/   ApiKey, SecretKey, Phone, Content, Brandname, SmsType, …`,
    `GET  ${BASE}/GetSendStatus, GetSmsReceiverStatus_get, GetListBrandname/{key}/{secret}`,
    `POST ${BASE}/GetBalance_json; brandname ${BRANDNAME}`,
    "command {emptyRequestId: true}: callbacks come without RequestId, as in the vendor's samples",
  ],
  make,
};
