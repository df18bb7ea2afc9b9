import { LoginThrottle, networkOf } from './login-throttle.js';

describe('the sign-in throttle', () => {
  let now = 0;
  let throttle: LoginThrottle;
  beforeEach(() => {
    now = 1_000_000;
    throttle = new LoginThrottle(() => now);
  });

  const wrong = (account = 'hoa', address = '10.0.0.1') =>
    throttle.attempt(account, address, async () => null).catch((error: unknown) => error);
  const right = (account = 'hoa', address = '10.0.0.1') =>
    throttle.attempt(account, address, async () => 'in');

  it('forgives four mistakes', async () => {
    for (let each = 0; each < 4; each += 1) await wrong();
    expect(await right()).toBe('in');
  });

  it('makes each further mistake wait twice as long, up to a quarter of an hour', async () => {
    const waits: number[] = [];
    for (let each = 0; each < 16; each += 1) {
      await wrong();
      const refused = await wrong();
      const wait = (refused as { extra?: { retryAfterSeconds: number } } | null)?.extra?.retryAfterSeconds;
      if (wait !== undefined) {
        waits.push(wait);
        now += wait * 1000;
      }
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

  it('never keeps the owner out for what somebody does from elsewhere, nor others behind the same address', async () => {
    for (let each = 0; each < 50; each += 1) await wrong('hoa', '203.0.113.9');
    expect(await right('hoa', '10.0.0.1')).toBe('in');
    expect(await right('lan', '203.0.113.9')).toBe('in');
  });

  it('lets many guesses at once gain nothing', async () => {
    let checked = 0;
    await Promise.allSettled(
      Array.from({ length: 100 }, () =>
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
    for (let each = 0; each < 9; each += 1) await wrong();
    now += 3_600_001;
    expect(await right()).toBe('in');
  });

  it('counts no failure when nothing was tried', async () => {
    const away = () => throttle.attempt('hoa', '10.0.0.1', () => Promise.reject(new Error('database away')));
    for (let each = 0; each < 20; each += 1) await expect(away()).rejects.toThrow('database away');
    expect(await right()).toBe('in');
  });

  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '::ffff:10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('takes %s for one of the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
