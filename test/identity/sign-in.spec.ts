import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

describe('signing in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const signIn = (username: string, password: string, headers?: Record<string, string>) =>
    app.api('/auth/login', {
      method: 'POST',
      body: { username, password },
      ...(headers && { headers }),
    });

  it('gives a person a cookie that scripts cannot read and foreign pages cannot send along', async () => {
    await app.login('propagandist', 'hoa');
    const answer = await signIn('Hoa', TEST_PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({ username: 'hoa', roles: ['propagandist'] });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^loaluat_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});
