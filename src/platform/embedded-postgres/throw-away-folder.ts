import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder for temporary files that can be, or hold, a DATA_DIR: others may pass through it (not list it), so that a
 * database started by root lies in it and goes when the folder is removed. Plain `mkdtemp` lets nobody else in.
 */
export async function makeThrowAwayFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await chmod(folder, 0o711);
  return folder;
}
