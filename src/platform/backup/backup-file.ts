import { hkdfSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import { bech32 } from '@scure/base';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

/** The file does not open with any of the keys, or it is no age file, or it was cut or changed. */
export class BackupLockedError extends Error {
  override readonly name = 'BackupLockedError';
}

/**
 * The age identity that opens the backups made under a secret key: what the tool `age -d -i` wants. It opens no secret in the
 * database, and the secret key cannot be told from it.
 * @see https://age-encryption.org/v1
 */
export function backupIdentity(secretKey: string): string {
  const bytes = hkdfSync('sha256', Buffer.from(secretKey, 'hex'), '', 'loa-luat backup', 32);
  return bech32.encodeFromBytes('AGE-SECRET-KEY-', new Uint8Array(bytes)).toUpperCase();
}

/**
 * Writes a script, compressed (gzip) and encrypted (age) under the secret key, into an open file. Returns its bytes. Throws
 * what went wrong first, of reading the script or of writing the file; neither is left running.
 */
export async function writeBackup(
  file: FileHandle,
  script: AsyncIterable<Buffer>,
  secretKey: string,
): Promise<number> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(backupIdentity(secretKey)));
  const packed = createGzip();
  const stop = new AbortController();
  let failure: { error: unknown } | undefined;
  const fail = (error: unknown) => {
    failure ??= { error };
    stop.abort();
  };
  const packing = pipeline(Readable.from(script), packed, { signal: stop.signal }).catch(fail);
  const sealed = await encrypter.encrypt(Readable.toWeb(packed) as unknown as globalThis.ReadableStream);
  let bytes = 0;
  const writing = pipeline(
    Readable.fromWeb(sealed as unknown as ReadableStream),
    async function* (source) {
      for await (const chunk of source as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        yield chunk;
      }
    },
    file.createWriteStream({ flush: true }),
    { signal: stop.signal },
  ).catch(fail);
  await Promise.all([packing, writing]);
  if (failure) throw failure.error;
  return bytes;
}

/**
 * The script in a backup. What cannot be opened, or was cut or changed anywhere, throws BackupLockedError, if need be at its
 * end: read it all before you believe it.
 * @param secretKeys tried in turn
 */
export async function* readBackup(file: string, secretKeys: readonly string[]): AsyncGenerator<Buffer> {
  const decrypter = new Decrypter();
  for (const key of secretKeys) decrypter.addIdentity(backupIdentity(key));
  try {
    const sealed = Readable.toWeb(createReadStream(file)) as unknown as globalThis.ReadableStream;
    const packed = Readable.fromWeb((await decrypter.decrypt(sealed)) as unknown as ReadableStream);
    const script = createGunzip();
    // An error of any of them ends the script, which is where it is read.
    void pipeline(packed, script).catch((error: unknown) => script.destroy(error as Error));
    for await (const chunk of script) yield chunk as Buffer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === 'open') throw error;
    throw new BackupLockedError('the file does not open', { cause: error });
  }
}

/** A new file that nobody else may read; it must not exist. */
export function newFile(path: string): Promise<FileHandle> {
  return open(path, 'wx', 0o600);
}
