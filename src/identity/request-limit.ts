import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { DomainError } from '../platform/http/domain-error.js';
import type { Principal } from './permissions.js';

const SECONDS = 60;

/**
 * How many requests one account or API key may make in a minute, in this process: far beyond what a person clicks, and below
 * what a stolen session or a program gone wild would take from everybody else. Counted by who asks, never by address: a whole
 * office stands behind one.
 */
@Injectable()
export class RequestLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(@Inject(CONFIG) { REQUESTS_PER_MINUTE: points }: Config) {
    this.limiter = new RateLimiterMemory({ points, duration: SECONDS });
  }

  /** Counts one request. Throws a 429 that says when to come back. */
  async count({ kind, id }: Principal): Promise<void> {
    try {
      await this.limiter.consume(`${kind}/${id}`);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      throw new DomainError(
        'too-many-requests',
        'Tài khoản này đang gửi quá nhiều yêu cầu. Hãy đợi một phút rồi thử lại.',
        429,
        undefined,
        { retryAfterSeconds: Math.ceil(error.msBeforeNext / 1000) },
      );
    }
  }
}
