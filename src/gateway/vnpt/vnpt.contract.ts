import { type GatewayContract, jsonReply, rawRequest } from '../gateway.contract.js';
import { VNPT_CODES } from './vnpt.codes.js';

const SECRETS = { apiPass: 'mat-khau-api-vnpt' };
const refused = (error: string | number) =>
  jsonReply({
    RPLY: { name: 'send_sms_list', ERROR: error, ERROR_DESC: 'so 84912345678' },
  });

const contract: GatewayContract = {
  kind: 'vnpt',
  config: (url) => ({
    url: `${url}/smsbn/api`,
    apiUser: 'xadonghoa',
    username: 'xa_dh',
    agentId: '181',
    labelId: '5512',
    contractId: '2222',
    templateId: '88123',
    errorCodes: { 40: 'quota' },
  }),
  secrets: SECRETS,
  request: ({ reference, text }) => ({
    method: 'POST',
    path: '/smsbn/api',
    headers: { 'content-type': 'application/json' },
    body: {
      json: {
        RQST: {
          name: 'send_sms_list',
          REQID: reference,
          LABELID: '5512',
          CONTRACTTYPEID: '1',
          CONTRACTID: '2222',
          TEMPLATEID: '88123',
          PARAMS: [{ NUM: '1', CONTENT: text }],
          SCHEDULETIME: '',
          MOBILELIST: '84912345678',
          ISTELCOSUB: '0',
          AGENTID: '181',
          APIUSER: 'xadonghoa',
          APIPASS: SECRETS.apiPass,
          USERNAME: 'xa_dh',
          DATACODING: '8',
        },
      },
    },
  }),
  accepted: {
    reply: jsonReply({
      RPLY: { name: 'send_sms_list', ERROR: '0', ERROR_DESC: 'success' },
    }),
    result: { code: '0' },
  },
  alsoAccepted: [['a nought as a number', jsonReply({ RPLY: { ERROR: 0 } }), { code: '0' }]],
  errors: [
    ...Object.entries(VNPT_CODES).map(
      ([code, kind]) => [`code ${code}`, refused(code), kind, code] as GatewayContract['errors'][number],
    ),
    ['a code that nobody knows', refused(99), 'rejected', '99'],
    ['a code of the contract papers', refused(40), 'quota', '40'],
    ['an answer without a code', jsonReply({ RPLY: {} }), 'unclear'],
    ['success outside of RPLY', jsonReply({ ERROR: '0' }), 'unclear'],
  ],
  receipts: [],
  forged: [],
  unreadable: [['any call, because VNPT makes none', rawRequest({ body: '{}' })]],
  checks: [['finds the host', () => ({ status: 404 }), { ok: true }]],
};

export const contracts = [contract];
