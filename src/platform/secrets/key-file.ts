import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The keys of an installation: the first seals and opens, the second only opens. */
export interface Keys {
  current: string;
  previous: string | undefined;
}

/** Where the key lies when `SECRET_KEY` is not set. */
export function keyFileOf(dataDir: string): string {
  return path.join(dataDir, 'secret.key');
}

/** A new key: 32 bytes in hexadecimal. */
export function makeKey(): string {
  return randomBytes(32).toString('hex');
}

/** The keys in `secret.key`; the first is made at the first start. It must be backed up: without it secrets are lost. */
export async function readOrMakeKeys(dataDir: string): Promise<Keys> {
  try {
    await writeFile(keyFileOf(dataDir), `${makeKey()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readKeys(dataDir))!;
}

/** The keys in `secret.key`; undefined where there is no such file. */
export async function readKeys(dataDir: string): Promise<Keys | undefined> {
  const text = await readFile(keyFileOf(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (text === undefined) return undefined;
  const [current = '', previous] = text.split('\n').filter(Boolean);
  return { current: current.trim(), previous: previous?.trim() };
}

/** Replaces `secret.key` in one step: after a power cut there is the old file or the new one, whole. */
export async function writeKeys(dataDir: string, { current, previous }: Keys): Promise<void> {
  const draft = `${keyFileOf(dataDir)}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${[current, previous].filter(Boolean).join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(draft, 0o600);
  await rename(draft, keyFileOf(dataDir));
}
