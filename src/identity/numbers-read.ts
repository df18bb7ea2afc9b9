import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Audit, type AuditSubject } from './audit.js';
import { Sql } from '../platform/database/sql.js';
import type { Principal } from './permissions.js';

/** Reading so many phone numbers is an entry of the trail: less is a day's work at the counter. */
export const MANY_NUMBERS = 100;

const WINDOW_SECONDS = 3_600;

/**
 * Writes into the trail who reads many phone numbers, whether at once or a page of a few after the other: counted for an
 * hour, in this process, and written at the first hundred, thousand, ten thousand of it.
 */
@Injectable()
export class NumbersRead {
  private readonly counter = new RateLimiterMemory({
    points: Number.MAX_SAFE_INTEGER,
    duration: WINDOW_SECONDS,
  });

  constructor(
    private readonly audit: Audit,
    private readonly sql: Sql,
  ) {}

  /**
   * Somebody reads `count` numbers now.
   * @param what of which things, as the trail names them: `households`
   */
  async note(
    who: Principal,
    action: `${string}.numbers-read`,
    subject: AuditSubject | undefined,
    what: string,
    count: number,
  ): Promise<void> {
    if (count === 0) return;
    const { consumedPoints: inHour } = await this.counter.consume(`${who.kind}/${who.id}`, count);
    if (count < MANY_NUMBERS && magnitude(inHour) === magnitude(inHour - count)) return;
    await this.audit.record(this.sql, who, action, subject, { [what]: count, inHour });
  }
}

/** 0 below a hundred, 1 below a thousand, and so on. */
function magnitude(numbers: number): number {
  return numbers < MANY_NUMBERS ? 0 : 1 + Math.floor(Math.log10(numbers / MANY_NUMBERS));
}
