import { dictionary } from '@zxcvbn-ts/language-common';
import { foldVietnamese } from '../domain/vietnamese.js';
import { DomainError } from '../platform/http/domain-error.js';

/** What attackers try first here, beside the lists that leaked elsewhere. */
const LOCAL = ['matkhau', 'loaluat', 'uybannhandan', 'mattrantoquoc', 'vietnam', 'phapluat'];

let known: ReadonlySet<string> | undefined;

/** The passwords that leaked most often, read once. */
function knownPasswords(): ReadonlySet<string> {
  known ??= new Set(
    Object.entries(dictionary).flatMap(([name, words]) => (/password/i.test(name) ? words.map(String) : [])),
  );
  return known;
}

/**
 * Whether a password is one that others guess: on the list of leaked ones, a common word or the username with a few
 * figures, or one sign again and again. No rule of composition (NIST SP 800-63B).
 */
export function isCommonPassword(password: string, username = ''): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  if (knownPasswords().has(plain)) return true;
  if (new Set(plain).size <= 2) return true;
  const bare = foldVietnamese(plain).replaceAll(/[^a-z0-9]/g, '');
  const core = bare.replaceAll(/^\d+|\d+$/g, '');
  const own = foldVietnamese(username.toLowerCase()).replaceAll(/[^a-z0-9]/g, '');
  if (bare === '') return false;
  if (core === '') return isRun(bare);
  return (
    LOCAL.includes(core) || knownPasswords().has(core) || (own.length >= 4 && (core === own || bare === own))
  );
}

/** Figures that only go up, down, or repeat a short piece: 1234567890, 121212121212. */
function isRun(figures: string): boolean {
  const steps = new Set(
    [...figures].slice(1).map((each, i) => (Number(each) - Number(figures[i]) + 10) % 10),
  );
  if (steps.size <= 1) return true;
  return [1, 2, 3, 4].some(
    (length) => figures === figures.slice(0, length).repeat(20).slice(0, figures.length),
  );
}

/** 400 for a password that is easily guessed. */
export function commonPassword(path = 'password'): DomainError {
  return new DomainError('invalid-input', 'Mật khẩu này quá dễ đoán, hãy chọn mật khẩu khác.', 400, [
    { path, message: 'quá dễ đoán: đã bị lộ ở nơi khác, hoặc là tên đăng nhập' },
  ]);
}
