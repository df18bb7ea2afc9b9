import { SaxesParser } from 'saxes';
import { reply, type Reply, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import type { FormatDesk, FormatEntry, OperatorFormat, RouteHandler } from '../operator-format.js';

const SENTENCES: Readonly<Record<Refusal, string>> = {
  throttled: 'DUPLICATE MESSAGE',
  'bad-recipient': 'ALIAS_INVALID:TELCO=VN',
  'opted-out': 'Check ReceiverID: FORMAT_ERROR',
  'bad-content': 'CONTENT_NOT_MATCH_TEMPLATE',
  quota: 'Check information error',
  night: 'Check information error',
  misconfigured: 'WRONG_INFORMATION_AUTHENTICATE',
  rejected: 'Check information error',
};

function answer(operation: string, fields: string, status = 200): Reply {
  return {
    status,
    type: 'text/xml;charset=UTF-8',
    body: `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><ns2:${operation}Response xmlns:ns2="http://impl.bulkSms.ws/"><return>${fields}</return></ns2:${operation}Response></S:Body></S:Envelope>`,
  };
}
const result = (code: 0 | 1, message: string): Reply =>
  answer('wsCpMt', `<message>${message.replace(/[&<>]/g, '')}</message><result>${code}</result>`);

const WORDING: Wording = {
  accepted: () => result(1, 'Insert MT_QUEUE: OK'),
  refused: (kind) => result(0, SENTENCES[kind]),
  coded: (sentence) => result(0, sentence),
};

/** The operation and its arguments; null for what is no SOAP call of this service. */
function readCall(xml: string): { operation: string; fields: Map<string, string> } | null {
  const parser = new SaxesParser({ xmlns: true });
  const open: { local: string; uri: string }[] = [];
  const fields = new Map<string, string>();
  let operation: string | null = null;
  let failed = false;
  let text = '';
  parser.on('error', () => (failed = true));
  parser.on('opentag', ({ local, uri }) => {
    if (open.at(-1)?.local === 'Body' && uri === 'http://impl.bulkSms.ws/') operation = local;
    open.push({ local, uri });
    text = '';
  });
  parser.on('text', (part) => (text += part));
  parser.on('closetag', () => {
    const { local } = open.pop()!;
    if (operation !== null && open.at(-1)?.local === operation) fields.set(local, text);
    text = '';
  });
  parser.write(xml).close();
  return failed || operation === null ? null : { operation, fields };
}

function make(desk: FormatDesk): OperatorFormat {
  let sent = 0;
  const call: RouteHandler = ({ body }, response) => {
    const read = readCall(body);
    if (!read) {
      reply(response, {
        status: 500,
        type: 'text/xml',
        body: '<Fault>not a call of this service</Fault>',
      });
      return;
    }
    const { operation, fields } = read;
    const isKnown = fields.get('User') && fields.get('Password') === desk.key;
    if (operation === 'checkBalance') {
      const right = '<balance>125000</balance><errCode>0</errCode><errDesc>OK</errDesc>';
      const wrong = '<errCode>1</errCode><errDesc>WRONG_INFORMATION_AUTHENTICATE</errDesc>';
      reply(response, answer(operation, isKnown ? right : wrong));
      return;
    }
    const sentence = isKnown ? wrongArgument(fields) : 'WRONG_INFORMATION_AUTHENTICATE';
    if (sentence !== null) {
      reply(response, result(0, sentence));
      return;
    }
    // RequestID only numbers the caller's requests: Viettel looks for repeated texts, not for repeated requests.
    const reference = `viettel-${++sent}-${fields.get('RequestID')}`;
    const phone = international(fields.get('ReceiverID')!);
    desk.answer({ reference, phone, callback: null }, response, WORDING);
  };
  return { routes: { 'POST /bulkapi': call }, reset: () => (sent = 0) };
}

function wrongArgument(fields: ReadonlyMap<string, string>): string | null {
  const receiver = fields.get('ReceiverID') ?? '';
  if (!fields.get('CPCode')) return 'CP_CODE_NOT_FOUND';
  if (!/^\d{1,19}$/.test(fields.get('RequestID') ?? '')) return 'RequestID is not number';
  if (receiver === '' || receiver !== fields.get('UserID')) return 'UserID and ReceiverID must be equal';
  if (!/^84\d{9}$/.test(receiver)) return 'Check ReceiverID: FORMAT_ERROR';
  if (!fields.get('ServiceID')) return 'ALIAS_INVALID:TELCO=VT';
  if (fields.get('CommandCode') !== 'bulksms') return 'CommandCode is wrong';
  if (!fields.get('Content')) return 'Content is blank';
  return null;
}

/** Viettel bulkSms: SOAP, refusals as sentences in a 200, no callbacks. */
export const viettelFormat: FormatEntry = {
  name: 'viettel',
  help: ['POST /bulkapi   SOAP wsCpMt (User, Password = KEY, CPCode, RequestID, …), checkBalance'],
  make,
};
