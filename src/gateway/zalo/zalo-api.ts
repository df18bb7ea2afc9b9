/**
 * Owns the calls to Zalo's Open API: the `access_token` header, the envelope, one renewal of a token that is refused.
 * Emits envelopes and GatewayErrors.
 * Never calls another host than its own, never tries a request twice for another reason than a refused token.
 */
import { createHmac } from 'node:crypto';
import { ControlClient } from '../control-client.js';
import { type ConnectionSettings, HttpClient, type OperatorAnswer } from '../http-client.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { AccessTokens, TokenState } from './access-tokens.js';
import { readEnvelope, type ZaloEnvelope } from './zalo-envelope.js';

export interface ZaloApiOptions {
  /** Scheme, host, and a path before Zalo's own where it stands behind a proxy. */
  url: string;
  connection: ConnectionSettings;
  tokens: AccessTokens;
  /** Set where the app demands `appsecret_proof`. */
  proofSecret: string | null;
  /** Codes of this host that mean: the token is no longer good. */
  tokenCodes: readonly number[];
}

export class ZaloApi {
  private readonly client: HttpClient;
  private readonly control: ControlClient;
  private readonly prefix: string;

  constructor(private readonly options: ZaloApiOptions) {
    this.client = new HttpClient(options.connection);
    const { origin, answerTimeoutMs, guard } = options.connection;
    this.control = new ControlClient(origin, answerTimeoutMs, guard);
    this.prefix = new URL(options.url).pathname.replace(/\/+$/, '');
  }

  /** Sends JSON on the send path. Throws GatewayError where no envelope came; an error code is an answer. */
  async post(path: string, body: object, signal: AbortSignal): Promise<ZaloEnvelope> {
    const text = JSON.stringify(body);
    return this.withToken(signal, (headers) =>
      this.client.request({ method: 'POST', path: this.prefix + path, headers, body: text }, signal),
    );
  }

  /** Asks something that sends no message; the same, over the control path. */
  async get(
    path: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ZaloEnvelope> {
    const parameters = new URLSearchParams(query).toString();
    const address = this.prefix + path + (parameters === '' ? '' : `?${parameters}`);
    return this.withToken(signal, (headers) =>
      this.control.request({ method: 'GET', path: address, headers }, signal),
    );
  }

  tokenState(): Promise<TokenState> {
    return this.options.tokens.state();
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async withToken(
    signal: AbortSignal,
    call: (headers: Record<string, string>) => Promise<OperatorAnswer>,
  ): Promise<ZaloEnvelope> {
    const token = await this.options.tokens.current(signal);
    const answer = envelopeOf(await call(this.headers(token)));
    if (!this.options.tokenCodes.includes(answer.error)) return answer;
    // A refused token is refused before anything is sent, so this is no second message.
    const fresh = await this.options.tokens.renewed(token, signal);
    return envelopeOf(await call(this.headers(fresh)));
  }

  private headers(token: string): Record<string, string> {
    const { proofSecret } = this.options;
    return {
      'content-type': 'application/json',
      access_token: token,
      ...(proofSecret !== null && {
        appsecret_proof: createHmac('sha256', proofSecret).update(token).digest('hex'),
      }),
    };
  }
}

/**
 * The envelope of an answer. An error status without one means what the status says; a 2xx without one is `unclear`.
 */
function envelopeOf(answer: OperatorAnswer): ZaloEnvelope {
  const isGood = answer.status >= 200 && answer.status < 300;
  const envelope = readEnvelope(answer);
  // A server that fails may have taken the message before, whatever its body says.
  if (envelope && (isGood || (envelope.error !== 0 && answer.status < 500 && answer.status !== 429)))
    return envelope;
  throw answerError(isGood ? 'unclear' : kindOfStatus(answer.status), answer);
}
