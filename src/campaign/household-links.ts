/**
 * Owns the personal links in messages: which code leads to which delivery. A code is the delivery's id, enciphered: nothing
 * is stored for it, so a million links cost nothing, and a made-up one is told from a real one without a look into the
 * database. Never says whose a code is: that is for the pages behind the links.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LINK_ALPHABET, linkTo } from '../domain/household-link.js';
import { Sql } from '../platform/database/sql.js';
import { PublicUrl } from '../platform/http/public-url.js';

/** The link of a delivery; null is for a specimen, as previews and test messages show it. */
export type LinkOf = (deliveryId: string | null) => string;

/** A code is 60 bits: the id in 40, and 20 that must be zero once it is deciphered. One in 2^20 made-up codes passes. */
const HALF_BITS = 30;
const SPARE = 2 ** 20;
const MOST_IDS = 2 ** 40;
const HALF = 2 ** HALF_BITS;
const CHARACTERS_OF_HALF = HALF_BITS / 5;
const ROUNDS = 8;

@Injectable()
export class HouseholdLinks {
  private reading: Promise<Buffer> | null = null;

  constructor(
    private readonly sql: Sql,
    private readonly address: PublicUrl,
  ) {}

  /** What links begin with. */
  get base(): string {
    return this.address.url;
  }

  async maker(): Promise<LinkOf> {
    const key = await this.key();
    return (deliveryId) => linkTo(this.address.url, encipher(key, deliveryId ?? '0'));
  }

  /** The delivery of a code of `readLinkCode`: null for a made-up one, `specimen` for that of previews. */
  async deliveryOf(code: string): Promise<string | 'specimen' | null> {
    const id = decipher(await this.key(), code);
    return id === 0 ? 'specimen' : (id?.toString() ?? null);
  }

  /** What a form behind a link carries, so that only a page of ours that was opened today can send it. */
  async sealOf(code: string, at: Date): Promise<string> {
    return seal(await this.key(), code, dayOf(at));
  }

  async isSealed(code: string, token: string, at: Date): Promise<boolean> {
    const key = await this.key();
    return [0, 1].some((daysAgo) => {
      const wanted = Buffer.from(seal(key, code, dayOf(at) - daysAgo));
      const given = Buffer.from(token);
      return wanted.length === given.length && timingSafeEqual(wanted, given);
    });
  }

  private key(): Promise<Buffer> {
    this.reading ??= this.read().catch((error: unknown) => {
      // A failed read must not be remembered.
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  private async read(): Promise<Buffer> {
    const [row] = await this.sql.query<{ key: Buffer }>('select link_key as key from installation');
    if (!row) throw new Error('the installation has no key for links: migrations did not run');
    return row.key;
  }
}

function dayOf(at: Date): number {
  return Math.floor(at.getTime() / 86_400_000);
}

function seal(key: Buffer, code: string, day: number): string {
  return createHmac('sha256', key).update(`form/${code}/${day}`).digest('base64url');
}

/** A Feistel network over two halves of 30 bits: every id has one code, and every code one id. */
function encipher(key: Buffer, deliveryId: string): string {
  const id = Number(deliveryId);
  if (!Number.isSafeInteger(id) || id >= MOST_IDS) throw new Error(`no link for delivery ${deliveryId}`);
  let left = Math.floor((id * SPARE) / HALF);
  let right = (id * SPARE) % HALF;
  for (let round = 0; round < ROUNDS; round++) [left, right] = [right, left ^ mixed(key, round, right)];
  return written(left) + written(right);
}

function decipher(key: Buffer, code: string): number | null {
  let left = readHalf(code.slice(0, CHARACTERS_OF_HALF));
  let right = readHalf(code.slice(CHARACTERS_OF_HALF));
  for (let round = ROUNDS - 1; round >= 0; round--) [left, right] = [right ^ mixed(key, round, left), left];
  const value = BigInt(left) * BigInt(HALF) + BigInt(right);
  return value % BigInt(SPARE) === 0n ? Number(value / BigInt(SPARE)) : null;
}

function mixed(key: Buffer, round: number, half: number): number {
  const digest = createHmac('sha256', key).update(`link/${round}/${half}`).digest();
  return digest.readUInt32BE(0) >>> 2;
}

function written(half: number): string {
  let text = '';
  for (let i = CHARACTERS_OF_HALF - 1; i >= 0; i--) text += LINK_ALPHABET[(half >>> (5 * i)) & 31];
  return text;
}

function readHalf(text: string): number {
  let half = 0;
  for (const character of text) half = half * 32 + LINK_ALPHABET.indexOf(character);
  return half;
}
