import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { cleanText } from '../../domain/vietnamese.js';
import type { Config } from '../../platform/config/config.schema.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { tooLarge } from '../../platform/sheets/file-kind.js';

/** A received file; whoever has it removes it. */
export interface Upload {
  path: string;
  /** As the person's computer calls it. */
  name: string;
  bytes: number;
  sha256: string;
}

const MAX_NAME_CHARS = 200;
const SWALLOW_MS = 10_000;

/** Where uploads lie until they are read. */
export function uploadsFolder(config: Pick<Config, 'DATA_DIR'>): string {
  return resolve(config.DATA_DIR, 'uploads');
}

/**
 * Receives a multipart request with one `file` and text fields, in any order, straight onto the disk.
 * Throws 415, 413 `too-large`, 400; then no file is left.
 */
export async function receiveUpload(
  request: FastifyRequest,
  config: Pick<Config, 'DATA_DIR' | 'UPLOAD_MAX_MB'>,
): Promise<{ file: Upload | null; fields: Record<string, string> }> {
  if (!request.isMultipart()) {
    throw new DomainError('not-multipart', 'Hãy gửi tệp theo kiểu multipart/form-data.', 415);
  }
  const limitBytes = config.UPLOAD_MAX_MB * 1024 * 1024;
  // The client says how much it will send: a gigabyte is refused before its first byte is read.
  if (Number(request.headers['content-length'] ?? 0) > limitBytes + 1024 * 1024) {
    swallowRest(request);
    throw refuseSize(limitBytes);
  }
  const fields: Record<string, string> = {};
  let file: Upload | null = null;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value);
      else if (part.fieldname === 'file' && !file) {
        file = await save(part.file, part.filename, uploadsFolder(config), limitBytes);
      } else part.file.resume();
    }
    return { file, fields };
  } catch (error) {
    swallowRest(request);
    if (file) await rm(file.path, { force: true });
    throw asDomainError(error, limitBytes);
  }
}

/**
 * A browser reads an answer only when it has sent everything: what it still sends is thrown away for a while, then the
 * line is cut. Left unread, it would also keep the server from closing.
 */
function swallowRest({ raw }: FastifyRequest): void {
  raw.unpipe();
  raw.resume();
  const timer = setTimeout(() => raw.destroy(), SWALLOW_MS).unref();
  raw.once('close', () => clearTimeout(timer));
}

async function save(
  source: MultipartFile['file'],
  name: string,
  folder: string,
  limitBytes: number,
): Promise<Upload> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // At the limit the rest of the part would be swallowed until the client has sent it all.
  source.once('limit', () => measure.destroy(refuseSize(limitBytes)));
  try {
    await pipeline(source, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { path, name: shortName(name), bytes, sha256: hash.digest('hex') };
}

function shortName(name: string): string {
  return (
    cleanText(basename(name.replaceAll('\\', '/')).replaceAll('\0', '')).slice(-MAX_NAME_CHARS) ||
    'tệp không tên'
  );
}

function refuseSize(limitBytes: number): DomainError {
  return new DomainError('too-large', tooLarge(limitBytes).message, 413);
}

/** The plugin's own errors, as ours; what is none of its (the client went away, the disk is full) stays. */
function asDomainError(error: unknown, limitBytes: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return refuseSize(limitBytes);
  return error;
}
