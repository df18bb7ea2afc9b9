import { isUniqueViolation } from '../platform/database/database-error.js';
import { DomainError } from '../platform/http/domain-error.js';

/** Whether a statement would have given two households of one area the same code. */
export function isCodeTaken(error: unknown): boolean {
  return isUniqueViolation(error, 'households_code');
}

/** 409 `household-code-taken` where what is taken back would bring a code that another household has been given since. */
export function codeTakenSince(error: unknown): DomainError {
  // Postgres names the values of the key, in whatever language it speaks: `(area_id, code)=(5, H2)`.
  const detail = (error as { detail?: string }).detail ?? '';
  const code = /\)=\(\d+, (.+)\)/s.exec(detail)?.[1];
  const which = code === undefined ? 'Một mã hộ cũ' : `Mã hộ cũ “${code}”`;
  const sentence = `${which} nay đã cấp cho hộ khác trong địa bàn; hãy đổi mã của hộ đó rồi hoàn tác lại.`;
  return new DomainError('household-code-taken', sentence, 409, undefined, { householdCode: code ?? null });
}
