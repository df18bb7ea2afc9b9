import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigSchema } from '../../src/platform/config/config.schema.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { DATABASE_AWAY, prepare } from '../../src/prepare.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const ROOT = join(__dirname, '../..');
const SECRET_KEY = 'ab'.repeat(32);
/** A busy machine takes a while to compile the program on its way in. */
const PATIENCE = { timeoutMs: 60_000, everyMs: 100 };

let database: TestDatabase;
let folder: string;
/** Where the server will answer once it is up. */
let url: URL;
beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'loa-luat-late-'));
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  url = new URL(database.url);
  url.hostname = '127.0.0.1';
  url.port = String((probe.address() as net.AddressInfo).port);
  probe.close();
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Lets the server answer at `url`. */
async function bringUp(): Promise<() => void> {
  const target = new URL(database.url);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [near, far].forEach((end) => end.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(Number(url.port), '127.0.0.1');
  await once(server, 'listening');
  return () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}

it('a start waits for a Postgres that comes up later, and says so once', async () => {
  const child = spawn(
    process.execPath,
    ['--import', join(ROOT, 'test/support/typescript.mjs'), join(ROOT, 'src/main.ts')],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, DATABASE_URL: url.href, SECRET_KEY, DATA_DIR: folder, PORT: '0' },
    },
  );
  let printed = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = once(child, 'exit');
  let takeDown: (() => void) | undefined;
  try {
    await eventually(() => expect(log).toContain('start.waiting-for-database'), PATIENCE);
    takeDown = await bringUp();
    await eventually(() => expect(printed).toContain('Loa Luật đang chạy tại'), PATIENCE);
    expect(log.match(/start\.waiting-for-database/g)).toHaveLength(1);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    await ended;
    takeDown?.();
  }
});

it('a start gives up after its patience, in one sentence', async () => {
  const settings = ConfigSchema.parse({ DATABASE_URL: url.href, SECRET_KEY, DATA_DIR: folder });
  const startedAt = Date.now();
  await expect(prepare(settings, createLogger('silent'), { patienceMs: 1_000 })).rejects.toThrow(
    DATABASE_AWAY,
  );
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
});
