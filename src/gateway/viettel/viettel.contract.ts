import { strict as assert } from 'node:assert';
import { type FakeReply, type GatewayContract, rawRequest } from '../gateway.contract.js';
import { numericReference } from './viettel.gateway.js';

const SECRETS = { password: 'mật<khẩu>&"viettel"' };
const PASSWORD_IN_XML = 'mật&#60;khẩu&#62;&#38;&#34;viettel&#34;';
const TEXT_IN_XML =
  'Đề nghị bà con chấp hành Nghị định 168/2024/NĐ-CP &#38; &#34;an toàn&#34; &#60;100%&#62;';

function answer(result: string, message: string, status = 200): FakeReply {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `<?xml version='1.0' encoding='UTF-8'?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><ns2:wsCpMtResponse xmlns:ns2="http://impl.bulkSms.ws/"><return><message>${message}</message><result>${result}</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>`,
  };
}
const page = (body: string): FakeReply => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body,
});
const accepted = answer('1', 'Insert MT_QUEUE: OK') as { body: string };

const contract: GatewayContract = {
  kind: 'viettel',
  config: (url) => ({
    url: `${url}/bulkapi`,
    user: 'smsbrand_xa',
    cpCode: 'XADH',
    serviceId: 'UBND-XA',
  }),
  secrets: SECRETS,
  request: ({ reference }) => ({
    method: 'POST',
    path: '/bulkapi',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: {
      text: /^<\?xml version="1\.0" encoding="UTF-8"\?><soapenv:Envelope /,
    },
    also: ({ body }) =>
      assert.equal(
        body.replace(/^.*<soapenv:Header\/>/s, ''),
        '<soapenv:Body><impl:wsCpMt>' +
          `<User>smsbrand_xa</User><Password>${PASSWORD_IN_XML}</Password><CPCode>XADH</CPCode>` +
          `<RequestID>${numericReference(reference)}</RequestID>` +
          '<UserID>84912345678</UserID><ReceiverID>84912345678</ReceiverID>' +
          '<ServiceID>UBND-XA</ServiceID><CommandCode>bulksms</CommandCode>' +
          `<Content>${TEXT_IN_XML}</Content><ContentType>1</ContentType>` +
          '</impl:wsCpMt></soapenv:Body></soapenv:Envelope>',
      ),
  }),
  accepted: {
    reply: answer('1', 'Insert MT_QUEUE: OK'),
    result: { operatorId: numericReference('abc12301zz9'), code: '1' },
  },
  errors: [
    ['an unknown partner', answer('0', 'CP_CODE_NOT_FOUND'), 'misconfigured', 'CP_CODE_NOT_FOUND'],
    ['a wrong password', answer('0', 'WRONG_INFORMATION_AUTHENTICATE'), 'misconfigured'],
    ['a strange address', answer('0', 'IP_INVALID: 10.0.0.1'), 'misconfigured', 'IP_INVALID'],
    ['no user', answer('0', 'User is blank'), 'misconfigured', 'USER'],
    [
      'a bad number',
      answer('0', 'Check ReceiverID: FORMAT_ERROR 84912345678'),
      'bad-recipient',
      'FORMAT_ERROR',
    ],
    ['two numbers', answer('0', 'UserID and ReceiverID must be equal'), 'bad-recipient'],
    ['an unknown carrier', answer('0', 'Check telco error'), 'bad-recipient', 'TELCO'],
    [
      'a brandname without this carrier',
      answer('0', 'ALIAS_INVALID:TELCO=VN'),
      'bad-recipient',
      'ALIAS_INVALID',
    ],
    ['the same text again', answer('0', 'DUPLICATE MESSAGE'), 'rejected', 'DUPLICATE MESSAGE'],
    ['no text', answer('0', 'Content is blank'), 'bad-content', 'CONTENT'],
    ['a long text', answer('0', 'MAXLENGTH_LIMIT_1224_BYTE'), 'bad-content', 'MAXLENGTH_LIMIT'],
    ['a forbidden word', answer('0', 'MSG_ERROR_CONTAIN_BLACKLIST'), 'bad-content'],
    [
      'another template',
      answer('0', 'CONTENT_NOT_MATCH_TEMPLATE'),
      'bad-content',
      'CONTENT_NOT_MATCH_TEMPLATE',
    ],
    ['a bad RequestID', answer('0', 'RequestID is not number'), 'rejected', 'REQUESTID'],
    ['a sentence that nobody knows', answer('0', 'Check information error'), 'rejected', 'result 0'],
    ['a result that nobody knows', answer('2', ''), 'rejected', 'result 2'],
    [
      'a sentence with entities',
      answer('0', 'A &amp; IP_INVALID &#60;x&#62;'),
      'misconfigured',
      'IP_INVALID',
    ],
    ['an empty result', answer('', 'OK'), 'unclear'],
    ['an envelope without a result', page('<Envelope><Body><return/></Body></Envelope>'), 'unclear'],
    ['half an envelope', page(accepted.body.slice(0, -20)), 'unclear'],
    ['two roots', page(`${accepted.body}<x/>`), 'unclear'],
    [
      'an entity bomb',
      page(`<!DOCTYPE x [<!ENTITY a "1">]>${accepted.body.replace(/^<\?.*?\?>/, '')}`),
      'unclear',
    ],
    [
      'a SOAP fault',
      {
        status: 500,
        body: '<S:Envelope xmlns:S="x"><S:Body><S:Fault><faultstring>x</faultstring></S:Fault></S:Body></S:Envelope>',
      },
      'unclear',
    ],
  ],
  receipts: [],
  forged: [],
  unreadable: [['any call, because Viettel makes none', rawRequest({ body: '<x/>' })]],
  checks: [
    [
      'shows the balance',
      ({ body }) =>
        body.includes(
          `<impl:checkBalance><User>smsbrand_xa</User><Password>${PASSWORD_IN_XML}</Password><CPCode>XADH</CPCode></impl:checkBalance>`,
        )
          ? page('<E><Body><r><return><balance>125000</balance><errCode>0</errCode></return></r></Body></E>')
          : { status: 404 },
      { ok: true, balanceVnd: 125_000 },
    ],
    ['tells of a wrong password', () => answer('0', 'WRONG_INFORMATION_AUTHENTICATE'), { ok: false }],
    [
      'takes no code for a yes that nobody knows',
      () => page('<E><Body><r><return><errCode>7</errCode><errDesc>x</errDesc></return></r></Body></E>'),
      { ok: false, detail: 'Viettel không nhận tài khoản này (mã 7).' },
    ],
    ['tells of a page', () => ({ status: 200, body: '<h1>x' }), { ok: false }],
  ],
};

const plain: GatewayContract = {
  ...contract,
  isVariant: true,
  title: 'viettel (unaccented)',
  config: (url) => ({
    url: `${url}/bulkapi?wsdl`,
    user: 'smsbrand_xa',
    cpCode: 'XADH',
    serviceId: 'UBND-XA',
    operation: 'wsCpMt2',
    errorCodes: { 'DUPLICATE MESSAGE': 'throttled' },
  }),
  message: { text: 'Xin chao', encoding: 'gsm7', parts: 1 },
  request: () => ({
    method: 'POST',
    path: '/bulkapi',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body: { text: /<impl:wsCpMt2><User>.*<Content>Xin chao<\/Content><ContentType>0<\/ContentType>/ },
  }),
  errors: [['a word of the contract papers', answer('0', 'DUPLICATE MESSAGE'), 'throttled']],
};

export const contracts = [contract, plain];
