import { writeFile, mkdir, utimes, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportSweep } from '../../src/directory/import/import.sweep.js';
import { ImportReader } from '../../src/directory/import/import-reader.js';
import { ImportsRepository } from '../../src/directory/import/imports.repository.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { ImportStory } from './import-story.js';

const LIST = `Chủ hộ,SĐT\n${Array.from({ length: 2500 }, (_, i) => `Lê Văn ${'ABCDEFGHIK'[i % 10]},09${String(10_000_000 + i)}`).join('\n')}\n`;

let app: TestApp;
let story: ImportStory;
let areaId: string;
beforeEach(async () => {
  app = await startApp();
  story = new ImportStory(app);
  areaId = await story.area('Xã An Bình');
});
afterEach(() => app?.close());

/** An import as a process leaves it that died while it worked on it: silent for a minute, with some rows. */
async function leftLying(status: string, file: string | null, extra = ''): Promise<string> {
  const folder = join(app.config.DATA_DIR, 'uploads');
  await mkdir(folder, { recursive: true });
  const path = file === null ? join(folder, 'gone') : join(folder, 'left');
  if (file !== null) await writeFile(path, file);
  const [row] = await app.sql.query<{ id: string }>(
    `insert into imports (area_id, file_name, file_path, status, heartbeat_at ${extra && ', reads'})
     values ($1, 'a.csv', $2, $3, now() - interval '1 minute' ${extra}) returning id`,
    [areaId, path, status],
  );
  await app.sql.execute(
    `insert into import_rows (import_id, row_no, sheet, sheet_row, outcome, raw) values ($1, 1, '', 2, 'rejected', '[]')`,
    [row!.id],
  );
  return row!.id;
}

describe('an import whose process died', () => {
  test('while reading is read again from its first row', async () => {
    const id = await leftLying('reading', LIST);
    expect((await story.until(id, ['ready', 'failed'])).rows).toMatchObject({
      total: 2500,
      created: 2500,
      rejected: 0,
    });
    // A mapping that is corrected needs the file once more: it goes with the commit.
    expect(await story.leftFiles()).toEqual(['left']);
  });

  test('while reading for the third time is given up with a sentence', async () => {
    const id = await leftLying('reading', LIST, ', 3');
    expect(await story.until(id, ['ready', 'failed'])).toMatchObject({
      status: 'failed',
      error: { code: 'gave-up' },
    });
    expect(await story.rows(id)).toEqual([]);
    expect(await story.leftFiles()).toEqual([]);
  });

  test('and took the file with it says so', async () => {
    const id = await leftLying('reading', null);
    expect(await story.until(id, ['ready', 'failed'])).toMatchObject({
      status: 'failed',
      error: { code: 'file-gone' },
    });
  });

  test('while committing or undoing is finished, once', async () => {
    const read = await story.read(areaId, LIST);
    await app.sql.execute(
      `update imports set status = 'committing', heartbeat_at = now() - interval '1 minute' where id = $1`,
      [read.id],
    );
    await story.until(read.id, ['committed']);
    const count = async () =>
      (await app.sql.query<{ n: string }>('select count(*) as n from households'))[0]!.n;
    expect(await count()).toBe('2500');
    await app.sql.execute(
      `update imports set status = 'undoing', heartbeat_at = now() - interval '1 minute' where id = $1`,
      [read.id],
    );
    await story.until(read.id, ['undone']);
    expect(await count()).toBe('0');
  });
});

describe('a stopping process', () => {
  test('gives a reading up and leaves it to be begun again', async () => {
    const read = await story.read(areaId, 'Chủ hộ,SĐT\nLê Văn A,0912345678\n');
    const path = join(app.config.DATA_DIR, 'uploads', 'again');
    await writeFile(path, LIST);
    await app.sql.execute(`update imports set status = 'reading', file_path = $2 where id = $1`, [
      read.id,
      path,
    ]);
    const work = (await app.app.get(ImportsRepository, { strict: false }).work(read.id))!;
    const reader = app.app.get(ImportReader, { strict: false });
    await expect(reader.read(work, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
    expect((await stat(path)).size).toBeGreaterThan(0);
    expect((await story.until(read.id, ['ready'])).rows.total).toBe(2500);
  });
});

describe('the sweep', () => {
  test('removes files that no import needs, an hour after their last change', async () => {
    const folder = join(app.config.DATA_DIR, 'uploads');
    await mkdir(folder, { recursive: true });
    for (const name of ['old', 'new']) await writeFile(join(folder, name), 'x');
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(folder, 'old'), longAgo, longAgo);
    const sweep = new ImportSweep(
      { register: () => undefined } as never,
      app.app.get(ImportsRepository, { strict: false }),
      { ring: () => Promise.resolve(true) } as never,
      app.config,
    );
    await sweep.sweep();
    await eventually(async () => expect(await story.leftFiles()).toEqual(['new']));
  });
});
