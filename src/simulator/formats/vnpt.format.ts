import { reply, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import { jsonBody, jsonReply } from '../json-body.js';
import type { FormatDesk, FormatEntry, OperatorFormat, RouteHandler } from '../operator-format.js';

const CODES: Readonly<Record<Refusal, string>> = {
  throttled: '16',
  'bad-recipient': '25',
  'opted-out': '26',
  'bad-content': '30',
  quota: '20',
  night: '8',
  misconfigured: '14',
  rejected: '24',
};
const answer = (ERROR: string) =>
  jsonReply({
    RPLY: {
      name: 'send_sms_list',
      ERROR,
      ERROR_DESC: ERROR === '0' ? 'success' : `error ${ERROR}`,
    },
  });

const WORDING: Wording = {
  accepted: () => answer('0'),
  refused: (kind) => answer(CODES[kind]),
  coded: answer,
  repeated: () => answer('33'),
};

function make(desk: FormatDesk): OperatorFormat {
  const send: RouteHandler = ({ body }, response) => {
    const request = (jsonBody(body).RQST ?? {}) as Record<string, unknown>;
    const text = (name: string): string => String(request[name] ?? '');
    const phone = international(text('MOBILELIST'));
    const wrong =
      (text('APIPASS') === desk.key && text('APIUSER') !== '' ? null : '1') ??
      (text('name') === 'send_sms_list' ? null : '3') ??
      (text('TEMPLATEID') === '' || !Array.isArray(request.PARAMS) ? '7' : null) ??
      (['1', '2'].includes(text('CONTRACTTYPEID')) ? null : '9') ??
      (text('USERNAME') === '' ? '10' : null) ??
      (text('CONTRACTID') === '' ? '13' : null) ??
      (text('LABELID') === '' ? '14' : null) ??
      (text('AGENTID') === '' ? '15' : null) ??
      // The simulator does not know carriers, so it takes one number only.
      (/^\+84\d{9}$/.test(phone) ? null : '23');
    if (wrong !== null) reply(response, answer(wrong));
    else desk.answer({ reference: text('REQID'), phone, callback: null }, response, WORDING);
  };
  return { routes: { 'POST /smsbn/api': send } };
}

/** VNPT smsbn: one call for everything, refusals in a 200, codes as texts, no callbacks. */
export const vnptFormat: FormatEntry = {
  name: 'vnpt',
  help: ['POST /smsbn/api   {RQST: {name: "send_sms_list", REQID, LABELID, …, APIPASS (KEY)}}'],
  make,
};
