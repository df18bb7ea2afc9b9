import { type GatewayContract, jsonReply, rawRequest } from '../gateway.contract.js';

const SECRETS = { clientId: 'ma-khach-fpt', clientSecret: 'khoa-khach-fpt' };
const TOKEN = 'ma-truy-cap-cua-phien-fpt';

const refused = (error: number | string, status = 200) =>
  jsonReply({ error, error_description: 'number 84912345678' }, status);

const contract: GatewayContract = {
  kind: 'fpt',
  config: (url) => ({
    url,
    brandname: 'UBND-XA',
    errorCodes: { 1013: 'bad-recipient', 1014: 'bad-content' },
  }),
  secrets: { ...SECRETS, token: TOKEN },
  login: {
    path: '/oauth2/token',
    reply: jsonReply({
      access_token: TOKEN,
      expires_in: 86_400,
      token_type: 'Bearer',
      scope: 'send_brandname_otp',
    }),
    request: {
      method: 'POST',
      path: '/oauth2/token',
      headers: { 'content-type': 'application/json' },
      body: {
        json: {
          grant_type: 'client_credentials',
          client_id: SECRETS.clientId,
          client_secret: SECRETS.clientSecret,
          scope: 'send_brandname_otp',
          session_id: /^[0-9a-f]{32}$/,
        },
      },
    },
    errors: [
      ['a wrong client', refused('invalid_client', 401), 'misconfigured', 'invalid_client'],
      ['a code that nobody knows', refused(1001), 'misconfigured', '1001'],
      ['a 404', { status: 404 }, 'misconfigured', 'HTTP 404'],
      ['too many at once', { status: 429 }, 'throttled', 'HTTP 429'],
    ],
  },
  request: ({ reference, text }) => ({
    method: 'POST',
    path: '/api/push-brandname-otp',
    headers: { 'content-type': 'application/json' },
    body: {
      json: {
        access_token: TOKEN,
        session_id: /^[0-9a-f]{32}$/,
        BrandName: 'UBND-XA',
        Phone: '84912345678',
        Message: Buffer.from(text, 'utf8').toString('base64'),
        RequestId: reference,
      },
    },
  }),
  accepted: {
    reply: jsonReply({
      MessageId: 987654321,
      BrandName: 'UBND-XA',
      Phone: '84912345678',
      Message: 'x',
      PartnerId: '12',
      Telco: 'viettel',
    }),
    result: { operatorId: '987654321' },
  },
  errors: [
    ['a code of the contract papers', refused(1013), 'bad-recipient', '1013'],
    ['the same under a failing status', refused('1014', 400), 'bad-content', '1014'],
    ['a code that nobody knows', refused(1999), 'rejected', '1999'],
    ['a token that was never good', refused('invalid_token', 401), 'misconfigured', 'invalid_token'],
    ['a 401 with a word that nobody knows', refused('expired', 401), 'misconfigured', 'expired'],
    ['an id beside an error', jsonReply({ MessageId: 'x', error: 1999 }), 'rejected', '1999'],
    ['neither an id nor an error', jsonReply({ status: 'ok' }), 'unclear'],
  ],
  receipts: [],
  forged: [],
  unreadable: [['any call, because FPT makes none', rawRequest({ body: '{"MessageId":1,"Status":1}' })]],
  checks: [['gets a token', () => ({ status: 404 }), { ok: true }]],
};

export const contracts = [contract];
