import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli.run.js';
import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';

describe('the operator’s commands', () => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    app = await startApp();
    folder = await mkdtemp(join(tmpdir(), 'loa-luat-cli-'));
  });
  afterAll(async () => {
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCli(argv, {
      root: folder,
      env: { DATABASE_URL: app.config.DATABASE_URL, DATA_DIR: folder },
      print: (line) => void out.push(line),
      complain: (line) => void err.push(line),
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  };
  const signIn = async (username: string, password: string) =>
    (await app.api('/auth/login', { method: 'POST', body: { username, password } })).status;

  it('explain themselves in Vietnamese', async () => {
    const { code, out } = await cli('--help');
    expect(code).toBe(0);
    for (const command of ['migrate', 'create-user', 'create-api-key', 'reset-password', 'generate']) {
      expect(out).toContain(command);
      expect((await cli(command, '--help')).code).toBe(0);
    }
    expect(out).toContain('Cách dùng');
  });

  it('say what they did not understand', async () => {
    expect(await cli('xoa-het')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Không có lệnh "xoa-het"'),
    });
    expect(await cli('constructor')).toMatchObject({ code: 2 });
    expect(await cli('create-user', '--name', 'An')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Thiếu --username, --roles'),
    });
    expect(await cli('migrate', '--mau', 'do')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Lệnh viết chưa đúng'),
    });
  });

  it('create a person, who can sign in with the password that is printed once', async () => {
    const args = [
      'create-user',
      '--username',
      'An',
      '--name',
      'Trần Văn An',
      '--roles',
      'approver, propagandist',
    ];
    const { code, out } = await cli(...args);
    expect(code).toBe(0);
    const password = /chỉ hiện một lần này\): (\S+)/.exec(out)![1]!;
    expect(await signIn('an', password)).toBe(200);
    expect(await cli(...args)).toEqual({ code: 1, out: '', err: 'Tên đăng nhập này đã có người dùng.' });
  });

  it('refuse roles and passwords that cannot be, with the reason', async () => {
    const args = ['create-user', '--username', 'be', '--name', 'Bé', '--roles', 'vua', '--password', 'ngan'];
    const { code, err } = await cli(...args);
    expect(code).toBe(1);
    expect(err).toMatch(
      /roles: phải là admin hoặc propagandist hoặc approver hoặc viewer; password: phải dài ít nhất 10 ký tự/,
    );
  });

  it('reset a password and end the sessions', async () => {
    const session = await app.login('propagandist', 'quen');
    const { out } = await cli('reset-password', '--username', 'Quen');
    expect((await app.api('/auth/me', { as: session })).status).toBe(401);
    expect(await signIn('quen', TEST_PASSWORD)).toBe(401);
    expect(await signIn('quen', /\): (\S+)/.exec(out)![1]!)).toBe(200);
    expect(await cli('reset-password', '--username', 'ai-do')).toMatchObject({
      code: 1,
      err: 'Không tìm thấy người dùng này.',
    });
  });

  it('make an API key that works', async () => {
    const { out } = await cli('create-api-key', '--name', 'Máy chủ', '--roles', 'admin');
    const key = /ll_[\w-]{43}/.exec(out)![0] as `ll_${string}`;
    expect((await app.api('/users', { as: key })).status).toBe(200);
  });

  it('bring the database up to date, as often as they are asked', async () => {
    expect(await cli('migrate')).toMatchObject({ code: 0, out: 'Cơ sở dữ liệu đã ở bản mới nhất.' });
  });

  it('say in one sentence when the database cannot be reached', async () => {
    const err: string[] = [];
    const code = await runCli(['migrate'], {
      root: folder,
      env: { DATABASE_URL: 'postgres://127.0.0.1:1/khong-co', DATA_DIR: folder },
      print: () => undefined,
      complain: (line) => void err.push(line),
    });
    expect(code).toBe(1);
    expect(err).toHaveLength(1);
    expect(err[0]).toMatch(/^Không kết nối được cơ sở dữ liệu/);
  });

  it.each([
    ['backup'],
    ['verify-audit'],
    ['create-user', '--username', 'an', '--name', 'An', '--roles', 'admin'],
    ['create-api-key', '--name', 'Máy chủ', '--roles', 'admin'],
    ['reset-password', '--username', 'an'],
    ['reset-two-step', '--username', 'an'],
    ['rotate-key'],
  ])('refuse to work where there is no database, and leave nothing behind: %s', async (...argv) => {
    const surroundings = join(folder, 'elsewhere');
    await mkdir(join(surroundings, 'empty'), { recursive: true });
    for (const name of ['empty', 'missing']) {
      const said: string[] = [];
      const code = await runCli(argv, {
        root: folder,
        env: { DATA_DIR: join(surroundings, name) },
        print: (line) => void said.push(line),
        complain: (line) => void said.push(line),
      });
      expect({ code, said }).toEqual({
        code: 1,
        said: [expect.stringMatching(/^Không có cơ sở dữ liệu .* DATABASE_URL .*docker compose exec api /)],
      });
    }
    expect(await readdir(surroundings, { recursive: true })).toEqual(['empty']);
  });

  it('write the generated files, and check that they are fresh', async () => {
    expect(await cli('generate', '--check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('docs/openapi.json'),
    });
    expect((await cli('generate')).out).toContain('.env.example');
    expect(await cli('generate', '--check')).toMatchObject({ code: 0 });
    expect((await cli('generate')).out).toBe('Không có gì thay đổi.');
  });
});
