import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeThrowAwayFolder } from '../../src/platform/embedded-postgres/throw-away-folder.js';
import { describeWhen } from '../support/needs.js';
import { hasNamespaces, installProduct, userOf } from './embedded-product.js';
import {
  isRoot,
  openFolder,
  ORDINARY,
  recall,
  remember,
  run,
  useWorkshop,
  WORD,
} from './embedded-workshop.js';

useWorkshop();

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
    expect(await recall(await app.url())).toBe(WORD);
    expect(userOf(await app.serverPid())).toBe(ORDINARY);
    await app.end('SIGTERM');
    expect(await recall(await run(dataDir, { uid: ORDINARY }).url())).toBe(WORD);
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
      expect(await recall(await second.url())).toBe(WORD);
      // An orphan there is found as well.
      await second.end('SIGKILL');
      const third = start();
      expect(await recall(await third.url())).toBe(WORD);
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
      expect(await recall(await after.url())).toBe(WORD);
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
