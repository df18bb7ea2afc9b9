import type { Reply } from '../answers.js';
import { jsonBody, jsonReply } from '../json-body.js';
import type { FormatRequest } from '../operator-format.js';

/** The tokens of an SMSGate server: given to whoever has the name and password, good for a time. */
export class SmsgateTokens {
  private readonly until = new Map<string, number>();
  private serial = 0;

  /** The answer to `POST …/auth/token`, of a caller whose name and password are right. */
  give({ body, headers }: FormatRequest): Reply {
    const { ttl, scopes } = jsonBody(body);
    if (!headers.authorization?.startsWith('Basic ') || !Array.isArray(scopes))
      return jsonReply({ message: 'Validation failed: scopes', code: 400 }, 400);
    const token = `simulated-token-${++this.serial}`;
    const until = Date.now() + (Number(ttl) || 3_600) * 1000;
    this.until.set(token, until);
    const answer = {
      id: `jti${this.serial}`,
      token_type: 'Bearer',
      access_token: token,
      refresh_token: `simulated-refresh-${this.serial}`,
      expires_at: new Date(until).toISOString(),
    };
    return jsonReply(answer, 201);
  }

  isGood(authorization: string): boolean {
    const [scheme, token = ''] = authorization.split(' ');
    return scheme === 'Bearer' && (this.until.get(token) ?? 0) > Date.now();
  }

  clear(): void {
    this.until.clear();
  }
}
