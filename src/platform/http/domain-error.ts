/** A field of a request that cannot be used: where it stands, and why, in Vietnamese. */
export interface FieldError {
  path: string;
  message: string;
}

/**
 * An expected refusal, thrown by services; the problem filter answers it as RFC 9457 `application/problem+json`.
 * `code` is stable and English (clients switch on it), `detail` is the Vietnamese sentence a person reads.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    readonly detail: string,
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503 = 422,
    readonly errors?: readonly FieldError[],
    /** Facts for the client beside the sentence, such as the current version of a changed row. */
    readonly extra?: Readonly<Record<string, unknown>>,
  ) {
    super(code);
  }
}

/** 400 for fields that cannot be used, each with its reason. */
export function invalidInput(errors: readonly FieldError[]): DomainError {
  return new DomainError('invalid-input', 'Một số thông tin chưa đúng, hãy xem từng mục.', 400, errors);
}

/** 404 for something that is not there, or that the caller may not know of. `what` is Vietnamese: "đợt tuyên truyền". */
export function notFound(what: string): DomainError {
  return new DomainError('not-found', `Không tìm thấy ${what}.`, 404);
}
