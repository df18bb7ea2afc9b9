import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newFile, readBackup, writeBackup } from './backup-file.js';

const KEY = 'ab'.repeat(32);

describe('a backup file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loa-luat-backup-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function* script(mebibytes: number, failure?: Error) {
    for (let n = 0; n < mebibytes; n++) yield Buffer.alloc(1_048_576, n);
    if (failure) throw failure;
  }

  it('gives back what was written', async () => {
    const path = join(folder, 'whole');
    const file = await newFile(path);
    expect(await writeBackup(file, script(3), KEY)).toBeGreaterThan(0);
    await file.close();
    let bytes = 0;
    for await (const chunk of readBackup(path, [KEY])) bytes += chunk.length;
    expect(bytes).toBe(3 * 1_048_576);
  });

  it.each([0, 1, 20])('ends with the error that the script ends with after %d MiB', async (mebibytes) => {
    const file = await newFile(join(folder, `cut-${mebibytes}`));
    const failure = new Error('Connection terminated unexpectedly');
    await expect(writeBackup(file, script(mebibytes, failure), KEY)).rejects.toBe(failure);
    await file.close();
  });

  it('ends with the error of a full disk', async () => {
    const file = await open('/dev/full', 'w');
    await expect(writeBackup(file, script(20), KEY)).rejects.toMatchObject({ code: 'ENOSPC' });
    await file.close();
  });
});
