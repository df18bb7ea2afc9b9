import { chmodSync, chownSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/embedded-postgres.js';
import { itWhen } from '../support/needs.js';
import { hasNamespaces } from './embedded-product.js';
import { isRoot, openFolder, ORDINARY, run, useWorkshop } from './embedded-workshop.js';

useWorkshop();

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
