import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../platform/http/domain-error.js';
import { type Queryable, Sql } from '../platform/database/sql.js';

/** How many failures are free, and how long the first wait is; each further failure doubles it. */
interface Allowance {
  free: number;
  firstWaitSeconds: number;
}

/** People mistype: the fifth wrong password in a row from one place is the first that makes them wait. */
const PAIR: Allowance = { free: 5, firstWaitSeconds: 5 };
/** One account, guessed at from many places. */
const ACCOUNT: Allowance = { free: 50, firstWaitSeconds: 30 };
/** One place (an office behind one address, too) that guesses at many accounts. */
const NETWORK: Allowance = { free: 100, firstWaitSeconds: 30 };

const LONGEST_WAIT_SECONDS = 15 * 60;

/** SQL: which failure in a row this one is; an hour without any forgives all. */
const NEXT = `(case when t.last_failure_at < clock_timestamp() - interval '1 hour' then 1 else t.failures + 1 end)`;

interface Counter extends Allowance {
  key: string;
}

/**
 * Slows down guessing, over all processes together: per account *and* network, per account, per network. After the free
 * failures each further try waits twice as long, up to 15 minutes. Where somebody has signed in before, only the first
 * of the three counts: whoever guesses from elsewhere never locks the owner out of the usual place.
 */
@Injectable()
export class LoginThrottle {
  constructor(private readonly sql: Sql) {}

  /**
   * Runs one try (null means that it failed). It counts as a failure from its start, so that many at once gain nothing.
   * Throws a 429 that says when to come back.
   * @param isDone whether a result ends the series of failures; otherwise the try is only not counted
   */
  async attempt<T>(
    account: string,
    address: string,
    check: () => Promise<T | null>,
    isDone: (result: T) => boolean = () => true,
  ): Promise<T | null> {
    const network = networkOf(address);
    const counters = await this.countersFor(account, network);
    await this.countFailures(counters);
    let result: T | null;
    try {
      result = await check();
    } catch (error) {
      await this.takeBack(counters); // nothing was tried: the database was away, say
      throw error;
    }
    if (result === null) return null;
    await this.takeBack(counters);
    if (isDone(result)) await this.settle(account, network);
    return result;
  }

  /** Forgets what is long past. */
  async forgetOld(connection: Queryable): Promise<void> {
    await connection.execute(`delete from sign_in_throttle where last_failure_at < now() - interval '1 day'`);
    await connection.execute(`delete from sign_in_places where last_at < now() - interval '90 days'`);
  }

  private async countersFor(account: string, network: string): Promise<Counter[]> {
    const pair = { ...PAIR, key: `${account}|${network}` };
    const [place] = await this.sql.query<{ known: boolean }>(
      'select exists (select 1 from sign_in_places where account = $1 and network = $2) as known',
      [account, network],
    );
    if (place!.known) return [pair];
    // Always in the same order, so that two tries never wait for each other.
    return [{ ...ACCOUNT, key: `${account}|*` }, { ...NETWORK, key: `*|${network}` }, pair];
  }

  private async countFailures(counters: readonly Counter[]): Promise<void> {
    await this.sql.transaction(async (tx) => {
      for (const { key, free, firstWaitSeconds } of counters) {
        const counted = await tx.execute(
          `insert into sign_in_throttle as t (key, failures, last_failure_at) values ($1, 1, clock_timestamp())
           on conflict (key) do update
             set failures = ${NEXT}, last_failure_at = clock_timestamp(),
                 blocked_until = case when ${NEXT} >= $2::int then clock_timestamp() + make_interval(
                   secs => least($3::int * power(2, least(${NEXT} - $2::int, 20)), ${LONGEST_WAIT_SECONDS}))
                 else '-infinity' end
           where t.blocked_until <= clock_timestamp()`,
          [key, free, firstWaitSeconds],
        );
        if (counted === 0) throw await tooMany(tx, key);
      }
    });
  }

  private async takeBack(counters: readonly Counter[]): Promise<void> {
    await this.sql.execute(
      `update sign_in_throttle t set failures = greatest(t.failures - 1, 0),
              blocked_until = case when t.failures - 1 < c.free then '-infinity' else t.blocked_until end
         from unnest($1::text[], $2::int[]) as c(key, free) where t.key = c.key`,
      [counters.map(({ key }) => key), counters.map(({ free }) => free)],
    );
  }

  /** The owner was there: this place is theirs, and what failed there is forgotten. */
  private async settle(account: string, network: string): Promise<void> {
    await this.sql.execute('delete from sign_in_throttle where key = $1', [`${account}|${network}`]);
    await this.sql.execute(
      `insert into sign_in_places (account, network) values ($1, $2)
       on conflict (account, network) do update set last_at = now()`,
      [account, network],
    );
  }
}

async function tooMany(tx: Queryable, key: string): Promise<DomainError> {
  const [row] = await tx.query<{ wait: number }>(
    `select ceil(extract(epoch from blocked_until - clock_timestamp()))::int as wait from sign_in_throttle where key = $1`,
    [key],
  );
  const retryAfterSeconds = Math.max(row?.wait ?? 1, 1);
  return new DomainError(
    'too-many-sign-ins',
    `Sai mật khẩu nhiều lần. Hãy thử lại sau ${inWords(retryAfterSeconds)}.`,
    429,
    undefined,
    { retryAfterSeconds },
  );
}

function inWords(seconds: number): string {
  return seconds < 60 ? `${seconds} giây` : `${Math.ceil(seconds / 60)} phút`;
}

/** One IPv6 customer holds a whole /64, so its last half does not tell clients apart. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
