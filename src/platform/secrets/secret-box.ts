import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What was sealed cannot be opened: another SECRET_KEY, another owner, or damaged. */
export class SecretBoxError extends Error {
  override readonly name = 'SecretBoxError';
}

/** In hexadecimal; while a key is being changed there may be several from before. */
export type SecretKeys = Pick<Config, 'SECRET_KEY'> & {
  SECRET_KEY_PREVIOUS?: Config['SECRET_KEY_PREVIOUS'] | readonly string[];
};

/**
 * Encrypts what must not be readable in the database or a backup of it: AES-256-GCM under `SECRET_KEY`, a fresh nonce
 * each time. The owner (`gateway:7`) is authenticated with it, so that a sealed value cannot be moved to another row.
 */
@Injectable()
export class SecretBox {
  private readonly key: Buffer;
  /** Open what was sealed before the key was changed; nothing new is sealed under them. */
  private readonly previous: readonly Buffer[];

  constructor(@Inject(CONFIG) config: SecretKeys) {
    if (!config.SECRET_KEY) throw new SecretBoxError('SECRET_KEY is not set');
    this.key = Buffer.from(config.SECRET_KEY, 'hex');
    this.previous = [config.SECRET_KEY_PREVIOUS ?? []].flat().map((key) => Buffer.from(key, 'hex'));
  }

  /** Version, nonce, tag, ciphertext. */
  seal(plaintext: string, owner: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
  }

  /** Throws SecretBoxError. */
  open(box: Buffer, owner: string): string {
    const start = 1 + NONCE_BYTES + TAG_BYTES;
    if (box.length < start || box[0] !== VERSION) throw new SecretBoxError('not a sealed value');
    for (const key of [this.key, ...this.previous]) {
      const plaintext = opened(box, owner, key);
      if (plaintext !== undefined) return plaintext;
    }
    throw new SecretBoxError('sealed under another SECRET_KEY, for another owner, or damaged');
  }

  /** Does it open under the key that seals now? */
  isCurrent(box: Buffer, owner: string): boolean {
    return opened(box, owner, this.key) !== undefined;
  }
}

/** The plaintext, or undefined where this key does not fit. */
function opened(box: Buffer, owner: string, key: Buffer): string | undefined {
  const start = 1 + NONCE_BYTES + TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(1, 1 + NONCE_BYTES))
      .setAAD(Buffer.from(owner))
      .setAuthTag(box.subarray(1 + NONCE_BYTES, start));
    return Buffer.concat([decipher.update(box.subarray(start)), decipher.final()]).toString('utf8');
  } catch {
    // GCM says "no" by throwing.
    return undefined;
  }
}
