import { LoginThrottle } from '../../src/identity/login-throttle.js';
import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

describe('the sign-in throttle', () => {
  let app: TestApp;
  let throttle: LoginThrottle;
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api', TRUST_PROXY: true });
    throttle = app.app.get(LoginThrottle);
  });
  afterAll(() => app?.close());
  beforeEach(() => app.sql.execute('truncate sign_in_throttle, sign_in_places'));

  const wrong = (account = 'hoa', address = '10.0.0.1') =>
    throttle.attempt(account, address, async () => null).catch((error: unknown) => error);
  const right = (account = 'hoa', address = '10.0.0.1') =>
    throttle.attempt(account, address, async () => 'in');
  const waitOf = (refused: unknown) =>
    (refused as { extra?: { retryAfterSeconds: number } } | null)?.extra?.retryAfterSeconds;
  const later = (seconds: number) =>
    app.sql.execute(
      `update sign_in_throttle set last_failure_at = last_failure_at - make_interval(secs => $1),
              blocked_until = blocked_until - make_interval(secs => $1)`,
      [seconds],
    );

  it('forgives four mistakes', async () => {
    for (let each = 0; each < 4; each += 1) await wrong();
    expect(await right()).toBe('in');
  });

  it('makes each further mistake wait twice as long, up to a quarter of an hour', async () => {
    const waits: number[] = [];
    for (let each = 0; each < 16; each += 1) {
      await wrong();
      const wait = waitOf(await wrong());
      if (wait === undefined) continue;
      waits.push(wait);
      await later(wait);
    }
    expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(waits.at(-1)).toBe(900);
  });

  it('says when to come back, in words', async () => {
    for (let each = 0; each < 5; each += 1) await wrong();
    await expect(right()).rejects.toMatchObject({
      code: 'too-many-sign-ins',
      status: 429,
      detail: 'Sai mật khẩu nhiều lần. Hãy thử lại sau 5 giây.',
    });
  });

  it('slows down whoever guesses at one account from many addresses, and never the owner at the usual place', async () => {
    expect(await right('hoa', '10.0.0.1')).toBe('in');
    let checked = 0;
    for (let each = 0; each < 120; each += 1) {
      const guess = throttle.attempt('hoa', `203.0.113.${each}`, async () => {
        checked += 1;
        return null;
      });
      await guess.catch(() => null);
    }
    expect(checked).toBe(50);
    expect(await right('hoa', '10.0.0.1')).toBe('in');
  });

  it('slows down whoever tries one password on many accounts, and nobody who works behind the same address', async () => {
    expect(await right('lan', '203.0.113.9')).toBe('in');
    let checked = 0;
    for (let each = 0; each < 150; each += 1) {
      const guess = throttle.attempt(`nguoi-${each}`, '203.0.113.9', async () => {
        checked += 1;
        return null;
      });
      await guess.catch(() => null);
    }
    expect(checked).toBe(100);
    expect(await right('lan', '203.0.113.9')).toBe('in');
  });

  it('lets many guesses at once gain nothing', async () => {
    let checked = 0;
    await Promise.allSettled(
      Array.from({ length: 40 }, () =>
        throttle.attempt('hoa', '10.0.0.1', async () => {
          checked += 1;
          return null;
        }),
      ),
    );
    expect(checked).toBe(5);
  });

  it('starts anew after a success, and after an hour', async () => {
    for (let each = 0; each < 4; each += 1) await wrong();
    await right();
    for (let each = 0; each < 4; each += 1) await wrong();
    expect(await right()).toBe('in');
    for (let each = 0; each < 6; each += 1) await wrong();
    await later(3_601);
    expect(await right()).toBe('in');
  });

  it('counts no failure when nothing was tried', async () => {
    const away = () => throttle.attempt('hoa', '10.0.0.1', () => Promise.reject(new Error('database away')));
    for (let each = 0; each < 20; each += 1) await expect(away()).rejects.toThrow('database away');
    expect(await right()).toBe('in');
  });

  it('takes as long, within a factor, for somebody who exists as for somebody who does not', async () => {
    await app.login('viewer', 'co-that');
    const time = async (username: string) => {
      const rounds: number[] = [];
      for (let each = 0; each < 4; each += 1) {
        const begun = performance.now();
        await app.api('/auth/login', { method: 'POST', body: { username, password: `${TEST_PASSWORD}x` } });
        rounds.push(performance.now() - begun);
      }
      // The shortest is what the work takes; the others had to wait for the machine.
      return Math.min(...rounds);
    };
    await time('lam-nong');
    const [known, unknown] = [await time('co-that'), await time('khong-co')];
    expect(known / unknown).toBeGreaterThan(0.2);
    expect(known / unknown).toBeLessThan(5);
  });
});
