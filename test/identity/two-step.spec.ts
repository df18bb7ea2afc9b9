import { TOTP } from 'otpauth';
import { type SignedIn, startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

describe('signing in with two steps', () => {
  let app: TestApp;
  let secret: string;
  let codes: string[];
  let approver: SignedIn;
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    approver = await app.login('approver');
  });
  afterAll(() => app?.close());

  /** What the app on the phone shows, some steps of half a minute from now. */
  const code = (steps = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  const signIn = (otp?: string) =>
    app.api('/auth/login', { method: 'POST', body: { username: 'approver', password: TEST_PASSWORD, otp } });
  const own = (path: string, body?: object, as: SignedIn = approver) =>
    app.api(`/auth/two-step${path}`, { method: 'POST', as, body });

  it('begins with the password once more, and with a code that the app on the phone shows', async () => {
    expect((await own('', { password: 'khong-phai-no' })).status).toBe(422);
    const begun = await own('', { password: TEST_PASSWORD });
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\//);
    secret = begun.body.secret;
    expect((await signIn()).status).toBe(200);
    expect((await own('/confirm', { otp: '000000' })).status).toBe(422);
    const confirmed = await own('/confirm', { otp: code(-1) });
    codes = confirmed.body.recoveryCodes;
    expect(codes).toHaveLength(10);
    expect((await app.api('/auth/two-step', { as: approver })).body).toEqual({
      isOn: true,
      recoveryCodesLeft: 10,
    });
  });

  it('asks for the code after a right password only', async () => {
    expect([(await signIn()).status, (await signIn()).body.code]).toEqual([401, 'otp-needed']);
    const wrong = await app.api('/auth/login', {
      method: 'POST',
      body: { username: 'approver', password: 'sai-mat-khau-roi' },
    });
    expect(wrong.body.code).toBe('wrong-credentials');
  });

  it('takes each code once', async () => {
    const otp = code();
    expect((await signIn(otp)).status).toBe(200);
    expect((await signIn(otp)).status).toBe(401);
  });

  it('takes a recovery code once, for the day the phone is lost', async () => {
    expect((await signIn(codes[0])).status).toBe(200);
    expect((await signIn(codes[0])).status).toBe(401);
    expect((await app.api('/auth/two-step', { as: approver })).body.recoveryCodesLeft).toBe(9);
  });

  it('makes guessing at codes wait, also for whoever asks for the code again and again', async () => {
    await app.sql.execute('delete from sign_in_throttle');
    const statuses: number[] = [];
    for (let guess = 0; guess < 8; guess += 1) {
      statuses.push((await signIn('123123')).status, (await signIn()).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(5);
    await app.sql.execute('delete from sign_in_throttle');
  });

  it('keeps neither secret nor codes readable in the database or the log', async () => {
    const rows = await app.sql.query<{ row: string }>(
      'select t::text as row from two_step t union all select r::text from recovery_codes r',
    );
    const kept = [...app.logs, ...rows.map(({ row }) => row)].join();
    for (const each of [secret, ...codes]) expect(kept).not.toContain(each);
  });

  it('is ended by its owner with both steps, and for somebody who lost them by an administrator', async () => {
    expect((await own('/remove', { password: TEST_PASSWORD, otp: '000000' })).status).toBe(422);
    expect((await own('/remove', { password: TEST_PASSWORD, otp: codes[1]! })).status).toBe(204);
    expect((await signIn()).status).toBe(200);
    secret = (await own('', { password: TEST_PASSWORD })).body.secret;
    await own('/confirm', { otp: code() });
    const reset = await app.api(`/users/${approver.userId}/reset-two-step`, { method: 'POST', as: 'admin' });
    expect(reset.status).toBe(204);
    expect((await app.api('/auth/me', { as: approver })).status).toBe(401);
    expect((await signIn()).status).toBe(200);
  });

  it('is asked of administrators and approvers once their days of grace are over, and of nobody else', async () => {
    const late = await app.login('admin', 'quan-tri-cu');
    const writer = await app.login('propagandist');
    expect((await app.api('/users', { as: late })).status).toBe(200);
    await app.sql.execute(`update memberships set created_at = now() - interval '31 days'`);
    const refused = await app.api('/users', { as: late });
    expect([refused.status, refused.body.code]).toEqual([403, 'two-step-needed']);
    expect((await app.api('/auth/me', { as: late })).body.mustFirst).toBe('two-step');
    expect((await app.api('/campaigns', { as: writer })).status).toBe(200);
    secret = (await own('', { password: TEST_PASSWORD }, late)).body.secret;
    await own('/confirm', { otp: code() }, late);
    expect((await app.api('/users', { as: late })).status).toBe(200);
  });
});
