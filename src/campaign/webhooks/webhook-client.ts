/**
 * Owns the calls to addresses that administrators gave for webhooks. Emits a status, or a word why there was none. Never
 * follows a redirect, never reads more of an answer than its status, never calls an address that the guard refuses.
 */
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import { signedContent } from '../../domain/webhook-signature.js';
import { ADDRESS_NOT_ALLOWED, OutgoingGuard } from '../../platform/http-client/outgoing-guard.js';

const TIMEOUT_MS = 10_000;
/** Error codes are short words; anything else in that place is not repeated. */
const CODE = /^[A-Z0-9_]{1,64}$/;

/** What came of one try. */
export interface WebhookAnswer {
  status: number | null;
  error: string | null;
}

@Injectable()
export class WebhookClient implements OnApplicationShutdown {
  private readonly agent: Agent;

  constructor(private readonly guard: OutgoingGuard) {
    this.agent = new Agent({
      connect: guard.connector({ timeout: TIMEOUT_MS }),
      connections: 4,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      maxResponseSize: 64 * 1024,
    });
  }

  /** Whether an address may be called at all, as far as that can be said before its name is looked up. */
  mayCall(url: string): boolean {
    try {
      this.guard.requireHost(new URL(url).hostname);
      return true;
    } catch {
      return false; // AddressNotAllowed is all that it throws
    }
  }

  /** Posts a body with the headers of Standard Webhooks. Throws nothing: no answer is an answer too. */
  async post(url: string, secret: string, id: string, body: string, now: Date): Promise<WebhookAnswer> {
    const timestamp = Math.floor(now.getTime() / 1000);
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'loa-luat',
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signatureOf(secret, signedContent(id, timestamp, body)),
        },
        body,
      });
      await answer.body.dump({ limit: 4096 });
      return { status: answer.statusCode, error: null };
    } catch (error) {
      return { status: null, error: codeOf(error) };
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.close();
  }
}

/** `v1,<base64>` of HMAC-SHA256 under the secret behind `whsec_`. */
export function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (name === 'TimeoutError') return 'TIMEOUT';
  if (code === ADDRESS_NOT_ALLOWED) return ADDRESS_NOT_ALLOWED;
  return typeof code === 'string' && CODE.test(code) ? code : 'FAILED';
}
