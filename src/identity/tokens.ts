import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What API keys start with, so that a leaked one is recognised where it lies. */
export const API_KEY_PREFIX = 'll_';

/** A new secret of 256 random bits, in base64url (43 characters). */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. A plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Letters and digits that are not mistaken for each other when a password is read aloud or copied by hand. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789';

const GROUPS = 6;

/** A password for one first sign-in, or a recovery code: six groups of four legible characters, 118 bits. */
export function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
