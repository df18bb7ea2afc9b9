import { createFirstAdmin } from '../../src/identity/first-admin.js';
import { UsersService } from '../../src/identity/users.service.js';
import { type SignedIn, startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

describe('people who sign in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const create = (body: object) => app.api('/users', { method: 'POST', as: 'admin', body });
  const change = (id: string, body: object) =>
    app.api(`/users/${id}`, { method: 'PATCH', as: 'admin', body });
  const signIn = (username: string, password: string) =>
    app.api('/auth/login', { method: 'POST', body: { username, password } });

  it('are created by an administrator, with a password that is made and answered once', async () => {
    const made = await create({
      username: 'Nguyen.Hoa',
      displayName: 'Nguyễn Thị Hoa',
      roles: ['propagandist'],
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      username: 'nguyen.hoa',
      displayName: 'Nguyễn Thị Hoa',
      mustChangePassword: true,
      disabled: false,
    });
    expect(made.body.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){5}$/);
    expect((await signIn('nguyen.hoa', made.body.password)).status).toBe(200);
    const shown = await app.api(`/users/${made.body.id}`, { as: 'admin' });
    expect(shown.body).not.toHaveProperty('password');
    expect(JSON.stringify(shown.body)).not.toContain('scrypt');
  });

  it('have names of their own, whatever the case', async () => {
    await create({ username: 'cung-ten', roles: ['approver'], password: TEST_PASSWORD });
    const second = await create({ username: 'CUNG-TEN', roles: ['approver'], password: TEST_PASSWORD });
    expect([second.status, second.body.code]).toEqual([409, 'username-taken']);
  });

  it('get no password that others guess, their own name with some figures least of all', async () => {
    const guessed = { username: 'nguyen.thi.lan', password: 'nguyenthilan2026' };
    expect((await create({ ...guessed, roles: ['viewer'] })).status).toBe(400);
    const { body: lan } = await create({ username: guessed.username, roles: ['viewer'] });
    const answer = await change(lan.id, { password: guessed.password });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'password']);
    expect((await signIn(guessed.username, lan.password)).status).toBe(200);
  });

  it('need a name, a role that exists and a password long enough', async () => {
    const refused = await create({ username: 'a b', roles: ['vua'], password: 'ngan', isAdmin: true });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      '',
      'password',
      'roles.0',
      'username',
    ]);
    expect((await create({ username: 'an', roles: [] })).body.errors).toEqual([
      { path: 'roles', message: 'hãy chọn ít nhất một vai trò' },
    ]);
  });

  it('are listed page by page', async () => {
    for (const username of ['mot', 'hai', 'ba']) await create({ username, roles: ['approver'] });
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await app.api(`/users?limit=2${cursor && `&cursor=${cursor}`}`, { as: 'admin' });
      seen.push(...page.body.items.map((user: { username: string }) => user.username));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(-3)).toEqual(['mot', 'hai', 'ba']);
    expect((await app.api('/users?cursor=rac', { as: 'admin' })).status).toBe(400);
  });

  it('are out at once when they are disabled, and may come back', async () => {
    const session = await app.login('propagandist', 'hoa');
    await change(session.userId, { disabled: true });
    expect((await app.api('/auth/me', { as: session })).status).toBe(401);
    await change(session.userId, { disabled: false });
    expect((await signIn('hoa', TEST_PASSWORD)).status).toBe(200);
  });

  it('change how they sign in with what they know themselves, never as administrators of themselves', async () => {
    const boss = await app.login('admin', 'tu-doi');
    const key = await app.api('/api-keys', {
      method: 'POST',
      as: boss,
      body: { name: 'Khóa của mình', roles: ['admin'] },
    });
    // Neither an open screen nor one's own key knows the password or the code.
    for (const as of [boss, key.body.key as `ll_${string}`]) {
      const refused = [
        await app.api(`/users/${boss.userId}`, {
          method: 'PATCH',
          as,
          body: { password: 'mat-khau-cua-ke-la' },
        }),
        await app.api(`/users/${boss.userId}/reset-two-step`, { method: 'POST', as }),
      ];
      expect(refused.map((each) => [each.status, each.body.code])).toEqual([
        [403, 'own-sign-in'],
        [403, 'own-sign-in'],
      ]);
    }
    expect((await signIn('tu-doi', TEST_PASSWORD)).status).toBe(200);
  });

  it('lose a right in the middle of a session', async () => {
    const session = await app.login('admin', 'quan-tri-hai');
    expect((await app.api('/users', { as: session })).status).toBe(200);
    await change(session.userId, { roles: ['propagandist'] });
    const refused = await app.api('/users', { as: session });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'forbidden', detail: 'Bạn không có quyền làm việc này.' });
  });

  it('that are not there are not found', async () => {
    expect((await change('999999', { disabled: true })).body).toMatchObject({
      status: 404,
      code: 'not-found',
    });
    expect((await app.api('/users/abc', { as: 'admin' })).status).toBe(400);
  });
});

describe('administrators', () => {
  it('are never all gone, not even when two remove each other at once', async () => {
    const app = await startApp();
    try {
      const remove = (as: SignedIn, id: string) =>
        app.api(`/users/${id}`, { method: 'PATCH', as, body: { disabled: true } });
      const admin = await app.login('admin');
      const alone = await remove(admin, admin.userId);
      expect([alone.status, alone.body.code]).toEqual([409, 'last-admin']);
      const other = await app.login('admin', 'hoa');
      const answers = await Promise.all([remove(admin, other.userId), remove(other, admin.userId)]);
      const left = await app.sql.query('select 1 from users where disabled_at is null');
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(left).toHaveLength(1);
    } finally {
      await app.close();
    }
  });
});

describe('the first administrator', () => {
  it('is made once, also by processes that start together, and is told that another person must approve', async () => {
    const app = await startApp();
    try {
      const users = app.app.get(UsersService);
      const settings = { ADMIN_USERNAME: 'Admin', ADMIN_PASSWORD: undefined };
      const told = await Promise.all([1, 2, 3].map(() => createFirstAdmin(users, settings)));
      const [words] = told.filter((each) => each !== null);
      expect(told.filter((each) => each === null)).toHaveLength(2);
      expect(words).toContain('người duyệt phải là một người khác');
      const password = /Mật khẩu: (\S+)/.exec(words!)![1]!;
      const answer = await app.api('/auth/login', { method: 'POST', body: { username: 'admin', password } });
      expect(answer.body.user).toMatchObject({ roles: ['admin', 'propagandist'], mustChangePassword: true });
      expect(app.logs.join('')).not.toContain(password);

      await app.sql.execute('delete from sessions');
      await app.sql.execute('delete from memberships');
      await app.sql.execute('delete from users');
      const given = { ADMIN_USERNAME: 'truong-xa', ADMIN_PASSWORD: TEST_PASSWORD };
      const quiet = await createFirstAdmin(users, given);
      expect(quiet).toContain('lấy từ ADMIN_PASSWORD');
      expect(quiet).not.toContain(TEST_PASSWORD);
    } finally {
      await app.close();
    }
  });

  it('needs a name that can be one', async () => {
    const unusable = { ADMIN_USERNAME: 'trưởng xã', ADMIN_PASSWORD: undefined };
    await expect(createFirstAdmin({} as UsersService, unusable)).rejects.toThrow(
      /ADMIN_USERNAME: gồm 2 đến 64/,
    );
  });
});
