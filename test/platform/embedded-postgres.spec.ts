import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  deleteEmbeddedPostgres,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/embedded-postgres/embedded-postgres.js';
import { eventually } from '../support/eventually.js';
import { isRunning, userOf } from './embedded-product.js';
import { ask, openFolder, ORDINARY, recall, remember, run, useWorkshop, WORD } from './embedded-workshop.js';

useWorkshop();

describe('the embedded Postgres', () => {
  it('starts twice in a row on the same data, in a folder with spaces and accents', async () => {
    const dataDir = openFolder('Dữ liệu của xã');
    const first = await startEmbeddedPostgres({ dataDir });
    await remember(first.url);
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir });
    expect(await recall(second.url)).toBe(WORD);
    await second.stop();
  });

  it('keeps every commit, listens on 127.0.0.1 alone, and does not depend on the locale', async () => {
    const dataDir = openFolder('data');
    const { url, stop } = await startEmbeddedPostgres({ dataDir });
    try {
      const found = await ask(
        url,
        `select current_setting('fsync') fsync, current_setting('synchronous_commit') commit, current_setting('full_page_writes') pages,
          current_setting('listen_addresses') listens, current_setting('unix_socket_directories') sockets,
          current_setting('server_encoding') encoding, current_setting('server_version_num')::int / 10000 as version,
          (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) locale,
          upper('đường') upper, 'a' < 'Đ' and 'z' < 'đ' "by code point"`,
      );
      expect(found).toEqual({
        fsync: 'on',
        commit: 'on',
        pages: 'on',
        listens: '127.0.0.1',
        sockets: '',
        encoding: 'UTF8',
        version: 18,
        locale: 'b C.UTF-8',
        upper: 'ĐƯỜNG',
        'by code point': true,
      });
      expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
      const wrong = new URL(url);
      wrong.password = 'wrong';
      await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    } finally {
      await stop();
    }
  });

  it('runs for an ordinary user as that user', async () => {
    const app = run(openFolder('data', ORDINARY), { uid: ORDINARY });
    const self = userOf(app.pid);
    expect(userOf(await app.serverPid())).toBe(self);
    expect(self).not.toBe(0);
    await remember(await app.url());
    expect(await app.end('SIGTERM')).toBe(0);
  });

  it('lives until the app has finished its own shutdown', async () => {
    const dataDir = openFolder('data');
    const stopped = run(dataDir);
    const pid = await stopped.serverPid();
    expect(await stopped.end('SIGTERM')).toBe(0);
    expect(stopped.said).toEqual(expect.arrayContaining(['after SIGTERM: 42', 'stopped']));
    expect(isRunning(pid)).toBe(false);

    const interrupted = run(dataDir);
    await interrupted.url();
    expect(await interrupted.interrupt()).toBe(0);
    expect(interrupted.said).toEqual(expect.arrayContaining(['after SIGINT: 42', 'stopped']));
  });

  it('ends with an app that exits without stopping it', async () => {
    const app = run(openFolder('data'), { args: ['leave'] });
    const pid = await app.serverPid();
    await eventually(() => !isRunning(pid));
    expect(app.child.exitCode).toBe(3);
  });

  it('comes back at the same address when it is killed under a running app', async () => {
    const app = run(openFolder('data'));
    const url = await app.url();
    await remember(url);
    process.kill(await app.serverPid(), 'SIGKILL');
    expect(await eventually(() => recall(url), { timeoutMs: 60_000 })).toBe(WORD);
  });

  it('starts after kill -9 of the app alone, whose server still runs', async () => {
    const dataDir = openFolder('data');
    const killed = run(dataDir);
    await remember(await killed.url());
    const orphan = await killed.serverPid();
    await killed.end('SIGKILL');
    expect(isRunning(orphan)).toBe(true);

    const next = run(dataDir);
    expect(await recall(await next.url())).toBe(WORD);
    expect(await next.serverPid()).not.toBe(orphan);
    expect(isRunning(orphan)).toBe(false);
  });

  it('starts after kill -9 of everything, with its old port taken and its old process number another’s', async () => {
    const dataDir = openFolder('data', ORDINARY);
    const killed = run(dataDir, { uid: ORDINARY });
    const url = await killed.url();
    await remember(url);
    const server = await killed.serverPid();
    await killed.end('SIGKILL');
    process.kill(server, 'SIGKILL');
    await eventually(() => !isRunning(server));

    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(Number(new URL(url).port), '127.0.0.1', resolve));
    const stranger = spawn('sleep', ['60'], { uid: ORDINARY });
    try {
      const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
      const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
      writeFileSync(pidFile, [stranger.pid, ...rest].join('\n'));
      const lock = readFileSync(join(dataDir, 'app.lock'), 'utf8').split('\n');
      writeFileSync(join(dataDir, 'app.lock'), [stranger.pid, ...lock.slice(1)].join('\n'));

      const next = run(dataDir, { uid: ORDINARY });
      expect(await recall(await next.url())).toBe(WORD);
      expect(stranger.exitCode).toBeNull();
      await next.end('SIGTERM');
    } finally {
      stranger.kill();
      squatter.close();
    }
  });

  it('tells the second of two apps on one data folder which process uses it', async () => {
    const dataDir = openFolder('data');
    const pair = [run(dataDir), run(dataDir)];
    await eventually(() => pair.every(({ said }) => said.some((line) => /^(url|error) /.test(line))), {
      timeoutMs: 60_000,
    });
    const loser = pair.find(({ said }) => said.some((line) => line.startsWith('error ')))!;
    const winner = pair.find((app) => app !== loser)!;
    await winner.url();
    expect((await loser.failure()).sentence).toBe(
      `Thư mục dữ liệu ${dataDir} đang được tiến trình ${winner.pid} sử dụng.`,
    );
  });

  it('sets a new password when the file with the old one is lost', async () => {
    const dataDir = openFolder('data');
    const first = await startEmbeddedPostgres({ dataDir });
    await remember(first.url);
    await first.stop();
    rmSync(join(dataDir, 'postgres.password'));
    const second = await startEmbeddedPostgres({ dataDir });
    expect(await recall(second.url)).toBe(WORD);
    await second.stop();
  });

  it('is found by a command beside the running app, and only then', async () => {
    const dataDir = openFolder('data');
    expect(await findEmbeddedPostgres(dataDir)).toBeUndefined();
    const { url, stop } = await startEmbeddedPostgres({ dataDir });
    expect(await findEmbeddedPostgres(dataDir)).toBe(url);
    await stop();
    expect(await findEmbeddedPostgres(dataDir)).toBeUndefined();
    await deleteEmbeddedPostgres(dataDir);
    expect(readdirSync(dataDir)).toEqual(['postgres.password']);
  });
});
