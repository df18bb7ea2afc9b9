/**
 * Owns the adapter to FPT's SMS brandname: a token for a session, then one message a call, its text in Base64.
 * Emits what FPT answers; its reports are fetched by campaign lists that are not documented in public.
 * Never sends with a token that it knows to be over, and never asks for two tokens at once.
 */
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import { GatewayError } from '../gateway-error.js';
import type { Accepted, Capabilities, GatewayHealth, OutboundMessage } from '../gateway.js';
import type { ConnectionDefaults, OperatorAnswer } from '../http-client.js';
import { textOf } from '../http/json-path.js';
import { jsonObject } from '../json-answer.js';
import { notAllowed } from '../not-reached.js';
import { operatorAddress } from '../operator-address.js';
import { JSON_HEADERS, OperatorGateway } from '../operator-gateway.js';
import { phone84 } from '../phone-forms.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { FptConfig } from './fpt-config.schema.js';
import { type FptSession, FptSessions } from './fpt-session.js';
import { FPT_CODES } from './fpt.codes.js';

/** A token that is refused when it is older than this has ended early; a younger one was never good. */
const YOUNG_MS = 60_000;

export class FptGateway extends OperatorGateway {
  readonly kind = 'fpt';
  readonly capabilities: Capabilities = fptCapabilities();
  private readonly sessions: FptSessions;
  private readonly sendings = new Set<Promise<Accepted>>();

  constructor(
    private readonly config: FptConfig,
    secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('FPT', operatorAddress(config.url, ''), config.connection, defaults);
    const keys = {
      clientId: secrets.clientId ?? '',
      clientSecret: secrets.clientSecret ?? '',
    };
    this.sessions = new FptSessions(this.client, this.address.path, config, keys);
  }

  send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const sending = this.sendInSession(message, signal).finally(() => this.sendings.delete(sending));
    this.sendings.add(sending);
    return sending;
  }

  /** A message that waits for its token is on its way, too. */
  override async close(): Promise<void> {
    await Promise.allSettled(this.sendings);
    await super.close();
  }

  protected async askHealth(): Promise<GatewayHealth> {
    try {
      const { expiresAt } = await this.sessions.current();
      const leftMs = Math.max(0, expiresAt - performance.now());
      return {
        ok: true,
        detail:
          'FPT nhận tài khoản và đã cấp mã truy cập. FPT không công bố lệnh hỏi số dư và brandname: hãy xem ở trang của FPT.',
        tokenExpiresAt: new Date(Date.now() + leftMs).toISOString(),
      };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      const refused = notAllowed(error.code);
      if (refused !== undefined || !isAnswer(error)) throw error;
      return { ok: false, detail: `FPT không cấp mã truy cập cho tài khoản này (${error.code}).` };
    }
  }

  private async sendInSession(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    if (signal.aborted) {
      throw new GatewayError('unreachable', 'stopped before it began', {
        code: 'ABORTED',
        sent: 'no',
      });
    }
    const session = await this.sessions.current();
    const body = {
      access_token: session.accessToken,
      session_id: session.sessionId,
      BrandName: this.config.brandname,
      Phone: phone84(message.phone),
      Message: Buffer.from(message.text, 'utf8').toString('base64'),
      ...(this.config.sendsRequestId && { RequestId: message.reference }),
    };
    const answer = await this.client.request(
      {
        method: 'POST',
        path: `${this.address.path}/api/push-brandname-otp`,
        headers: JSON_HEADERS,
        body: JSON.stringify(body),
      },
      signal,
    );
    return this.readSend(answer, session);
  }

  private readSend(answer: OperatorAnswer, session: FptSession): Accepted {
    const body = jsonObject(answer.body);
    const code = textOf(body?.error);
    const operatorId = textOf(body?.MessageId)?.slice(0, 200);
    const isGood = answer.status >= 200 && answer.status <= 299;
    if (isGood && operatorId !== undefined && (code === undefined || code === '0')) return { operatorId };
    const own = this.config.errorCodes;
    let kind = code === undefined ? undefined : (kindOfCode(code, FPT_CODES, own) ?? 'rejected');
    kind ??= isGood ? 'unclear' : kindOfStatus(answer.status);
    // A 401 says more than a word that nobody knows.
    if (answer.status === 401 && kind === 'rejected') kind = 'misconfigured';
    if (kind === 'misconfigured') {
      this.sessions.drop(session);
      if (performance.now() - session.madeAt > YOUNG_MS) kind = 'unreachable';
    }
    throw answerError(kind, answer, code);
  }
}

/** FPT has said something, if only a page: it is there, and gave no token. */
function isAnswer({ kind, code = '' }: GatewayError): boolean {
  return kind !== 'unreachable' || code.startsWith('HTTP');
}

export function fptCapabilities(): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: 'none',
    inbound: false,
    batch: 1,
  };
}
