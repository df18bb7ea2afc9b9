import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../platform/http/domain-error.js';

/** Cost of one scrypt: memory is 128·N·r bytes, time grows with N·r·p. */
export interface PasswordCost {
  N: number;
  r: number;
  p: number;
}

/**
 * OWASP's password storage cheat sheet gives N=2^15, r=8, p=3 as equal to its first choice with a quarter of the
 * memory: 32 MiB and about 240 ms here.
 */
export const STANDARD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

/** Two at a time: Node runs scrypt on the same four threads as files and DNS, and a login flood must not take them all. */
const AT_ONCE = 2;
/** Beyond this many in the queue (about six seconds) a crowd is told to come back. */
const MOST_WAITING = 50;
const KEY_BYTES = 32;
const STORED = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]+)\$([\w-]+)$/;

/**
 * Hashes and checks passwords with scrypt from node:crypto. The cost stands in each hash, so that it can be raised
 * later and older hashes still match. Throws a 503 when too many wait.
 */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** A hash that nothing matches; checking against it takes as long as against a real one. */
  private readonly decoy: string;

  constructor(private readonly cost: PasswordCost = STANDARD_COST) {
    this.decoy = storedForm(cost, randomBytes(16), randomBytes(KEY_BYTES));
  }

  /** `scrypt$N$r$p$salt$hash`, the last two in base64url. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await this.derive(password, salt, KEY_BYTES, this.cost);
    return storedForm(this.cost, salt, key);
  }

  /**
   * Whether the password is the one behind `stored`, compared in constant time. With null (no such user) it does the
   * same work against a decoy and says no, so that time does not tell who exists.
   */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const match = STORED.exec(stored ?? this.decoy);
    if (!match) throw new Error('a stored password hash is not in the scrypt form');
    const [, N, r, p, salt, hash] = match as unknown as [string, string, string, string, string, string];
    const expected = Buffer.from(hash, 'base64url');
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const key = await this.derive(password, Buffer.from(salt, 'base64url'), expected.length, cost);
    return timingSafeEqual(key, expected) && stored !== null;
  }

  /** Whether the hash was made at another cost than today's and should be made anew at the next sign-in. */
  isOutdated(stored: string): boolean {
    const { N, r, p } = this.cost;
    return !stored.startsWith(`scrypt$${N}$${r}$${p}$`);
  }

  private async derive(password: string, salt: Buffer, bytes: number, cost: PasswordCost): Promise<Buffer> {
    const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
    await this.enter();
    try {
      // NFKC, because one Vietnamese keyboard sends composed letters and another combining marks (NIST SP 800-63B).
      return await scryptOf(password.normalize('NFKC'), salt, bytes, options);
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) {
      throw new DomainError('busy', 'Quá nhiều người đang đăng nhập cùng lúc, hãy thử lại sau ít giây.', 503);
    }
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}

function storedForm({ N, r, p }: PasswordCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function scryptOf(password: string, salt: Buffer, bytes: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
