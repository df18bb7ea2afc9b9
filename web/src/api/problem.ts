/** A field at fault: `path` is `steps.0.text`, `message` continues the field's name. */
export interface FieldError {
  path: string;
  message: string;
}

interface ProblemDetails {
  status: number;
  code: string;
  detail?: string | undefined;
  errors?: readonly FieldError[] | undefined;
  retryAfterSeconds?: number | undefined;
}

/** Why a call did not do what was asked: `application/problem+json`, or a network that is away (status 0). */
export class Problem extends Error {
  readonly status: number;
  /** Stable, for decisions; `network` where the server was not reached. */
  readonly code: string;
  /** The server's sentence for the person; absent where the server was not reached. */
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  /** Everything else that the server said. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(details: ProblemDetails, extra: Record<string, unknown> = {}) {
    super(`${details.status} ${details.code}`);
    this.name = 'Problem';
    this.status = details.status;
    this.code = details.code;
    this.detail = details.detail;
    this.errors = details.errors ?? [];
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.extra = extra;
  }

  /** What is wrong with a field, by its path. */
  at(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

/** The problem of an answer that is not a success. A proxy's page in between has no code of ours. */
export function problemFrom(response: Response, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body) {
    const details = body as ProblemDetails & Record<string, unknown>;
    return new Problem(details, details);
  }
  return new Problem({ status: response.status, code: 'unreadable' });
}

/** Any error as a problem; one of our own making is none of the person's business. */
export function toProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({ status: 0, code: 'unexpected' });
}
