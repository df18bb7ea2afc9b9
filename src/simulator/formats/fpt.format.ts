import { reply, type Wording } from '../answers.js';
import type { Refusal } from '../behaviours.js';
import { international } from '../international.js';
import { jsonBody, jsonReply } from '../json-body.js';
import type { FormatDesk, FormatEntry, OperatorFormat, RouteHandler } from '../operator-format.js';

/** FPT's table is not public: these numbers are the simulator's own, for an account's `errorCodes`. */
const CODES: Readonly<Record<Refusal, number>> = {
  throttled: 2001,
  'bad-recipient': 2002,
  'opted-out': 2003,
  'bad-content': 2004,
  quota: 2005,
  night: 2006,
  misconfigured: 2007,
  rejected: 2008,
};
const refusal = (error: number | string, status = 200) =>
  jsonReply({ error, error_description: `error ${error}` }, status);

function make(desk: FormatDesk): OperatorFormat {
  /** Tokens and the sessions that they were given for. */
  const sessions = new Map<string, string>();
  let lifeSeconds = 86_400;
  let issued = 0;
  let sent = 0;

  const token: RouteHandler = ({ body }, response) => {
    const fields = jsonBody(body);
    const { client_id: id, client_secret: secret, scope, session_id: session } = fields;
    if (typeof id !== 'string' || id === '' || secret !== desk.key) {
      reply(response, refusal('invalid_client', 401));
    } else if (fields.grant_type !== 'client_credentials') {
      reply(response, refusal('unsupported_grant_type', 400));
    } else if (typeof session !== 'string' || session === '' || session.length > 32) {
      reply(response, refusal('invalid_request', 400));
    } else {
      const accessToken = `fpt-token-${++issued}`;
      sessions.set(accessToken, session);
      const answer = {
        access_token: accessToken,
        expires_in: lifeSeconds,
        token_type: 'Bearer',
        scope,
      };
      reply(response, jsonReply(answer));
    }
  };

  const send: RouteHandler = ({ body }, response) => {
    const { access_token: accessToken, session_id: session, ...fields } = jsonBody(body);
    const phone = international(String(fields.Phone ?? ''));
    const text = Buffer.from(String(fields.Message ?? ''), 'base64').toString('utf8');
    if (typeof session !== 'string' || sessions.get(String(accessToken)) !== session) {
      reply(response, refusal('invalid_token', 401));
      return;
    }
    if (!/^\+84\d{9}$/.test(phone) || text === '' || !fields.BrandName) {
      reply(response, refusal(CODES.rejected));
      return;
    }
    const wording: Wording = {
      accepted: (index) =>
        jsonReply({
          MessageId: index + 1,
          BrandName: fields.BrandName,
          Phone: fields.Phone,
          Message: fields.Message,
          PartnerId: '1',
          Telco: 'viettel',
        }),
      refused: (kind) => refusal(CODES[kind]),
      coded: (code) => refusal(Number(code) || code),
    };
    const reference = typeof fields.RequestId === 'string' ? fields.RequestId : `fpt-${++sent}`;
    desk.answer({ reference, phone, callback: null }, response, wording);
  };

  return {
    routes: {
      'POST /oauth2/token': token,
      'POST /api/push-brandname-otp': send,
    },
    command: ({ forgetTokens, lifeSeconds: life }) => {
      if (forgetTokens === true) sessions.clear();
      if (typeof life === 'number') lifeSeconds = life;
      return { issued, lifeSeconds };
    },
    reset: () => {
      sessions.clear();
      lifeSeconds = 86_400;
      issued = 0;
    },
  };
}

/** FPT: a token for a session first, texts in Base64, refusals in a 200, no callbacks. */
export const fptFormat: FormatEntry = {
  name: 'fpt',
  help: [
    'POST /oauth2/token              {grant_type, client_id, client_secret (KEY), scope, session_id}',
    'POST /api/push-brandname-otp    {access_token, session_id, BrandName, Phone, Message (Base64), RequestId}',
    'command {forgetTokens: true} or {lifeSeconds: N}; answers how many tokens were issued',
  ],
  make,
};
