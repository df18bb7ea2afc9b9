import { createHash } from 'node:crypto';
import type http from 'node:http';
import { reply, replyJson, type Reply, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import { idOf } from '../message-log.js';
import type {
  FormatDesk,
  FormatEntry,
  FormatRequest,
  OperatorFormat,
  RouteHandler,
} from '../operator-format.js';
import type { Callback } from '../receipt-sender.js';
import { ZaloAccount } from './zalo-account.js';

/** Zalo's codes of refusal; errors come with HTTP 200. */
const CODES: Readonly<Record<Refusal, number>> = {
  throttled: -32,
  'bad-recipient': -118,
  'opted-out': -141,
  'bad-content': -112,
  quota: -144,
  night: -133,
  misconfigured: -135,
  rejected: -150,
};

/** The same at the Open API of an OA, which has codes of its own. */
const OA_CODES: Readonly<Record<Refusal, number>> = {
  throttled: -32,
  'bad-recipient': -227,
  'opted-out': -244,
  'bad-content': -248,
  quota: -211,
  night: -234,
  misconfigured: -221,
  rejected: -233,
};

function envelope(error: number, data?: unknown): Reply {
  const body = JSON.stringify({ error, message: error === 0 ? 'Success' : `error ${error}`, data });
  return { status: 200, type: 'application/json', body };
}

function make(desk: FormatDesk): OperatorFormat {
  const account = new ZaloAccount(desk.key);
  let anonymous = 0;

  const wording = (codes: typeof CODES, accepted: (index: number) => Reply): Wording => ({
    accepted,
    refused: (kind) => envelope(codes[kind]),
    coded: (code) => envelope(Number(code)),
  });
  const TEMPLATE = wording(CODES, (index) =>
    envelope(0, {
      msg_id: idOf(index),
      sent_time: String(Date.now()),
      sending_mode: '1',
      quota: { dailyQuota: String(account.dailyQuota), remainingQuota: String(account.remainingQuota) },
    }),
  );
  const OA = wording(OA_CODES, (index) =>
    envelope(0, { message_id: idOf(index), quota: { quota_type: 'reply', remain: '8', total: '8' } }),
  );

  /** The call of a webhook, signed as Zalo signs: app id + body + timestamp + OA secret key. */
  const event = (url: string, fields: () => Record<string, unknown>, server?: string): Callback => {
    const timestamp = String(Date.now());
    return {
      url,
      tries: 0,
      body: () => JSON.stringify({ app_id: account.appId, ...fields(), timestamp }),
      headers: (body) => ({
        'content-type': 'application/json',
        'x-zevent-signature': `mac=${createHash('sha256')
          .update(account.appId + body + timestamp + desk.key)
          .digest('hex')}`,
        ...(server !== undefined && { 'x-zevent-server': server }),
      }),
    };
  };

  /** Zalo reports only what reached the phone. */
  const received = (
    index: number,
    status: string,
    recipient: string,
    reference?: string,
  ): Callback | null => {
    const url = desk.callbackUrl();
    if (url === null || status !== 'delivered') return null;
    return event(
      url,
      () => ({
        event_name: 'user_received_message',
        sender: { id: account.oaId },
        recipient: { id: recipient },
        message: {
          msg_id: idOf(index),
          ...(reference !== undefined && { tracking_id: reference, delivery_time: String(Date.now()) }),
        },
      }),
      reference === undefined ? undefined : 'ZNS',
    );
  };

  const allowed =
    (code: number, handler: RouteHandler): RouteHandler =>
    (request, response) => {
      if (account.isGood(request.headers.access_token)) handler(request, response);
      else reply(response, envelope(code));
    };

  const sendTemplate: RouteHandler = (request, response) => {
    const body = objectOf(request.body);
    const phone = String(body.phone ?? '');
    const refusal = templateRefusal(account, body) ?? (/^\+?84\d{9}$/.test(phone) ? null : -108);
    if (refusal !== null) {
      reply(response, envelope(refusal));
      return;
    }
    if (account.remainingQuota <= 0) {
      account.overQuota++;
      reply(response, envelope(-144));
      return;
    }
    const reference = String(body.tracking_id ?? '');
    const message = {
      reference,
      phone: international(phone),
      callback: (index: number, status: string) => received(index, status, phone, reference),
    };
    desk.take(message, (answer) => {
      if (answer.index !== null && !answer.isRepeat) account.remainingQuota--;
      desk.respond(response, TEMPLATE, answer);
    });
  };

  const sendToUser =
    (isTemplate: boolean): RouteHandler =>
    (request, response) => {
      const body = objectOf(request.body);
      const recipient = objectIn(body.recipient);
      const userId = String((isTemplate ? body.user_id : recipient.user_id) ?? '');
      const text = objectIn(body.message).text;
      const refusal = isTemplate ? templateRefusal(account, body) : typeof text === 'string' ? null : -201;
      if (refusal !== null || !/^9\d{9,}$/.test(userId)) {
        reply(response, envelope(refusal ?? -201));
        return;
      }
      const phone = phoneOf(userId);
      const message = {
        reference: `zalo-oa-${++anonymous}`,
        phone,
        callback: (index: number, status: string) => received(index, status, userId),
      };
      desk.answer(message, response, OA);
    };

  const status: RouteHandler = ({ query }, response) => {
    const index = Number.parseInt(new URLSearchParams(query).get('message_id')?.slice(3) ?? '', 36) - 1;
    if (!(index >= 0 && index < desk.log.size)) {
      reply(response, envelope(-107));
      return;
    }
    const isDelivered = desk.stateOf(index) === 'delivered';
    reply(
      response,
      envelope(0, { status: isDelivered ? 1 : 0, delivery_time: String(desk.log.timeOf(index)) }),
    );
  };

  return {
    routes: {
      'POST /v4/oa/access_token': ({ body, headers }, response) =>
        replyJson(response, 200, account.grant(new URLSearchParams(body), headers.secret_key)),
      'GET /v4/oa/permission': (request, response) => consent(account, request, response),
      'POST /message/template': allowed(-124, sendTemplate),
      'GET /message/status': allowed(-124, status),
      'GET /message/quota': allowed(-124, (_, response) =>
        reply(
          response,
          envelope(0, {
            dailyQuota: String(account.dailyQuota),
            remainingQuota: String(account.remainingQuota),
          }),
        ),
      ),
      'GET /quality': allowed(-124, (_, response) =>
        reply(response, envelope(0, { oaCurrentQuality: 'HIGH', oa7dayQuality: 'HIGH' })),
      ),
      'GET /template/all': allowed(-124, ({ query }, response) => {
        const offset = Number(new URLSearchParams(query).get('offset') ?? 0);
        const rows = account.templates.slice(offset).map(({ id, name }) => ({
          templateId: id,
          templateName: name,
          status: 'ENABLE',
        }));
        reply(response, envelope(0, rows));
      }),
      'GET /template/info/v2': allowed(-124, ({ query }, response) =>
        reply(response, templateDetail(account, new URLSearchParams(query).get('template_id'))),
      ),
      'POST /v3.0/oa/message/cs': allowed(-216, sendToUser(false)),
      'POST /v3.0/oa/message/template': allowed(-216, sendToUser(true)),
      'GET /v2.0/oa/getoa': allowed(-216, (_, response) =>
        reply(response, envelope(0, { oaid: account.oaId, name: 'Xã mô phỏng', is_verified: true })),
      ),
    },
    inbound: (from, text, url) =>
      event(url, () => ({
        event_name: 'user_send_text',
        sender: { id: userOf(from) },
        recipient: { id: account.oaId },
        message: { text, msg_id: `in${++anonymous}` },
      })),
    command: (command) =>
      obey(account, command, (fields) => {
        const url = desk.callbackUrl();
        if (url !== null) desk.call(event(url, fields));
      }),
    reset: () => account.reset(),
  };
}

/** `{quota: 500}`, `{expireToken: true}`, `{submitInfo: '+84…'}`, `{event: {…}}`; answers how the account stands. */
function obey(
  account: ZaloAccount,
  command: Readonly<Record<string, unknown>>,
  tell: (fields: () => Record<string, unknown>) => void,
): unknown {
  if (typeof command.quota === 'number') account.setQuota(command.quota);
  if (command.expireToken === true) account.expire();
  if (typeof command.submitInfo === 'string') {
    const phone = command.submitInfo;
    tell(() => ({
      event_name: 'user_submit_info',
      sender: { id: userOf(phone) },
      recipient: { id: account.oaId },
      info: { name: 'Nguyễn Văn An', phone: phone.replace('+', '') },
    }));
  }
  const fields = command.event;
  if (typeof fields === 'object' && fields !== null) tell(() => fields as Record<string, unknown>);
  const { appId, oaId, accessToken, refreshToken, dailyQuota, remainingQuota } = account;
  const { refreshes, refusedRefreshes, overQuota } = account;
  return {
    appId,
    oaId,
    accessToken,
    refreshToken,
    dailyQuota,
    remainingQuota,
    refreshes,
    refusedRefreshes,
    overQuota,
  };
}

/** An administrator of the OA agrees at once. */
function consent(account: ZaloAccount, { query }: FormatRequest, response: http.ServerResponse): void {
  const asked = new URLSearchParams(query);
  const back = new URL(asked.get('redirect_uri') ?? 'http://127.0.0.1/');
  if (asked.get('app_id') !== account.appId) {
    replyJson(response, 400, { error: -14_002 });
    return;
  }
  back.searchParams.set('code', account.consent(asked.get('code_challenge') ?? ''));
  back.searchParams.set('oa_id', account.oaId);
  if (asked.has('state')) back.searchParams.set('state', asked.get('state')!);
  response.writeHead(302, { location: back.href }).end();
}

/** What Zalo says of a message's template before it looks at the number; null where it is in order. */
function templateRefusal(account: ZaloAccount, body: Record<string, unknown>): number | null {
  const template = account.templates.find(({ id }) => id === String(body.template_id));
  if (!template) return -109;
  const data = objectIn(body.template_data);
  if (Object.keys(data).length === 0) return -111;
  for (const { name, maxLength, require } of template.params) {
    const value = String(data[name] ?? '');
    if (require && value === '') return -1122;
    if (value.length > maxLength) return -1121;
  }
  return null;
}

function templateDetail(account: ZaloAccount, id: string | null): Reply {
  const template = account.templates.find((each) => each.id === id);
  if (!template) return envelope(-109);
  return envelope(0, {
    templateId: template.id,
    templateName: template.name,
    status: 'ENABLE',
    templateTag: 'CUSTOMER_CARE',
    templateQuality: 'HIGH',
    timeout: 7_200_000,
    price_sdt: String(template.price),
    price_uid: String(template.price),
    listParams: template.params.map((param) => ({ ...param, minLength: 0, acceptNull: false })),
  });
}

/** The id of the person behind a phone: `9` and the digits, so that the simulator finds the phone again. */
function userOf(phone: string): string {
  return `9${international(phone).replace(/\D/g, '')}`;
}

function phoneOf(userId: string): string {
  return `+${userId.slice(1)}`;
}

function objectOf(text: string): Record<string, unknown> {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return {}; // every field is then missing, which Zalo says
  }
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Zalo: templates by phone, messages by user id, OAuth v4, the webhook. */
export const zaloFormat: FormatEntry = {
  name: 'zalo',
  help: [
    'POST /message/template, GET /message/status|quota, /quality, /template/all, /template/info/v2   templates by phone',
    'POST /v3.0/oa/message/cs|template, GET /v2.0/oa/getoa                  by user id (9 and the digits of the phone)',
    'POST /v4/oa/access_token, GET /v4/oa/permission    OAuth; the key is the app secret and the OA secret key',
    'POST /admin/formats/zalo  {quota?, expireToken?, submitInfo?, event?}: also tells app id, OA id and tokens',
  ],
  make,
};
