import { types } from 'node:util';

/** SQLSTATE of a Postgres error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = types.isNativeError(error) && 'code' in error ? error.code : undefined;
  // Every SQLSTATE has a digit; EPIPE, which has none, is the system's.
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Whether a statement broke a unique constraint (of the given name, where one is given). */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

/** Whether a row cannot go, or come, because of one of another table. */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503';
}

const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/**
 * Whether an error means that Postgres is away for the moment (restart, fail-over, network, too many connections),
 * so that the same statement may work later. Codes: PostgreSQL manual, appendix A.
 */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error);
  if (state) return state.startsWith('08') || state.startsWith('57P') || state === '53300';
  if (!types.isNativeError(error)) return false;
  // A name with several addresses fails as an AggregateError, which has the code and `errors` only.
  if ('code' in error && typeof error.code === 'string' && SOCKET.has(error.code)) {
    // No such socket is an absent server; no such file is none of its business.
    if (error.code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
    return 'syscall' in error || 'address' in error || 'errors' in error;
  }
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  );
}

/**
 * Whether the same statement may work later although the database answered: a deadlock or a conflict (class 40), no
 * room or no memory (53), a lock or a time limit (55P03, 57014), trouble with its disk (58).
 */
export function mayWorkLater(error: unknown): boolean {
  if (isDatabaseAway(error)) return true;
  const state = sqlState(error);
  return state !== undefined && /^(40|53|55P03|57014|58)/.test(state);
}

/**
 * Hears of a connection that died, for pg's `error` event. An event that nobody hears ends the process: as an embedded server
 * stops, right after the last statement, that would end a backup that is complete. The statement under way rejects as well,
 * and that is enough.
 */
export function ignoreLostConnection(): void {}
