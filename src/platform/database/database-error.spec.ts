import { isDatabaseAway, mayWorkLater, sqlState } from './database-error.js';

const failure = (code: string, more: object = {}) => Object.assign(new Error('failed'), { code, ...more });

describe('errors of the database', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])(
    'a socket that fails with %s means that the database is away',
    (code) => {
      expect(isDatabaseAway(failure(code, { syscall: 'write' }))).toBe(true);
      expect(sqlState(failure(code))).toBeUndefined();
    },
  );

  it('an absent socket means that too, an absent file does not', () => {
    expect(isDatabaseAway(failure('ENOENT', { syscall: 'connect' }))).toBe(true);
    expect(isDatabaseAway(failure('ENOENT', { syscall: 'stat', path: 'x' }))).toBe(false);
  });

  it.each(['57P01', '57P02', '57P03', '08006', '53300'])('so does the state %s', (code) => {
    expect(isDatabaseAway(failure(code))).toBe(true);
  });

  it.each(['40P01', '40001', '53100', '55P03', '57014', '58030'])(
    'after %s the same statement may work later, though the database is there',
    (code) => {
      expect(isDatabaseAway(failure(code))).toBe(false);
      expect(mayWorkLater(failure(code))).toBe(true);
    },
  );

  it.each(['22P02', '23505', '42703', 'XX000'])('after %s it may not', (code) => {
    expect(mayWorkLater(failure(code))).toBe(false);
  });
});
