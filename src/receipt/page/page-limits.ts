import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../../identity/login-throttle.js';
import { DomainError } from '../../platform/http/domain-error.js';

const SECONDS = 60;

/**
 * How often the open pages answer, in this process. Thousands of phones share one address of their mobile network, so the
 * page of a real link is counted by its link; only made-up links and questions are counted by where they come from.
 */
@Injectable()
export class PageLimits {
  private readonly pages = new RateLimiterMemory({ points: 60, duration: SECONDS });
  private readonly guesses = new RateLimiterMemory({ points: 120, duration: SECONDS });
  private readonly questions = new RateLimiterMemory({ points: 60, duration: SECONDS });

  /** One look at the page of a real link. Every method throws a 429 that says when to come back. */
  page(code: string): Promise<void> {
    return take(this.pages, code);
  }

  /** One link that was never made. */
  guess(address: string): Promise<void> {
    return take(this.guesses, networkOf(address));
  }

  /** One question whether a message is ours. */
  question(address: string): Promise<void> {
    return take(this.questions, networkOf(address));
  }
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new DomainError(
      'too-many-requests',
      'Trang này đang được mở quá nhiều lần. Hãy đợi một phút rồi thử lại.',
      429,
      undefined,
      { retryAfterSeconds: Math.ceil(error.msBeforeNext / 1000) },
    );
  }
}
