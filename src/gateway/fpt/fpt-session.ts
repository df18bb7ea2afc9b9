import { randomBytes } from 'node:crypto';
import { kindOfCode, type CodeTable } from '../code-table.js';
import type { HttpClient, OperatorAnswer } from '../http-client.js';
import { textOf } from '../http/json-path.js';
import { jsonObject, wholeNumber } from '../json-answer.js';
import { loginError, loginKind } from '../login-error.js';
import { JSON_HEADERS } from '../operator-gateway.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { FptConfig } from './fpt-config.schema.js';
import { FPT_CODES } from './fpt.codes.js';

/** A token and the session that it was given for; FPT wants both in every message. */
export interface FptSession {
  accessToken: string;
  sessionId: string;
  /** On the monotonic clock. */
  madeAt: number;
  expiresAt: number;
}

/** A token is renewed so long before its end, so that none ends on its way. */
const MARGIN_MS = 60_000;
/** Where FPT does not say how long a token lives. */
const DEFAULT_LIFE_SECONDS = 3_600;
const LOGIN_TIMEOUT_MS = 30_000;

/** Keeps one session of an account: however many messages need a token at once, one is asked for. */
export class FptSessions {
  private session: FptSession | null = null;
  private opening: Promise<FptSession> | null = null;

  constructor(
    private readonly client: HttpClient,
    private readonly path: string,
    private readonly config: FptConfig,
    private readonly secrets: { clientId: string; clientSecret: string },
  ) {}

  /** Throws GatewayError, and never leaves a message in doubt: nothing of it is in this call. */
  current(): Promise<FptSession> {
    if (this.session && performance.now() < this.session.expiresAt) return Promise.resolve(this.session);
    this.opening ??= this.open().finally(() => (this.opening = null));
    return this.opening;
  }

  /** The next message asks for a new token. */
  drop(session: FptSession): void {
    if (this.session === session) this.session = null;
  }

  private async open(): Promise<FptSession> {
    const sessionId = randomBytes(16).toString('hex'); // 32 characters, the most that FPT takes
    const body = {
      grant_type: 'client_credentials',
      client_id: this.secrets.clientId,
      client_secret: this.secrets.clientSecret,
      scope: this.config.scope,
      session_id: sessionId,
    };
    const answer = await this.client
      .request(
        {
          method: 'POST',
          path: `${this.path}/oauth2/token`,
          headers: JSON_HEADERS,
          body: JSON.stringify(body),
        },
        // Its own signal: it is asked for on behalf of every message that waits.
        AbortSignal.timeout(LOGIN_TIMEOUT_MS),
      )
      .catch((error: unknown) => {
        throw loginError('FPT', error);
      });
    this.session = readToken(answer, sessionId, this.config.errorCodes);
    return this.session;
  }
}

function readToken(answer: OperatorAnswer, sessionId: string, own: CodeTable): FptSession {
  const body = jsonObject(answer.body);
  const accessToken = textOf(body?.access_token);
  if (accessToken !== undefined && textOf(body?.error) === undefined) {
    const lifeMs = (wholeNumber(body?.expires_in) ?? DEFAULT_LIFE_SECONDS) * 1000;
    const madeAt = performance.now();
    return {
      accessToken,
      sessionId,
      madeAt,
      expiresAt: madeAt + Math.max(lifeMs - MARGIN_MS, lifeMs / 2),
    };
  }
  const code = textOf(body?.error);
  if (code !== undefined) {
    const kind = kindOfCode(code, FPT_CODES, own);
    throw answerError(
      kind === undefined || kind === 'rejected' ? 'misconfigured' : loginKind(kind),
      answer,
      code,
    );
  }
  const isRefused = answer.status < 200 || answer.status > 299;
  throw answerError(isRefused ? loginKind(kindOfStatus(answer.status)) : 'unreachable', answer);
}
