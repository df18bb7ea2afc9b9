import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { invalidInput } from './domain-error.js';
import { speakVietnamese } from '../vietnamese-issues.js';

speakVietnamese();

/** Half of a character: what is left where a text was cut in the middle of an emoji. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Checks every `@Body({ schema })`, `@Query({ schema })` and `@Param({ schema })`; a bad field is a 400 that names it. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new ValidationPipe({
    exceptionFactory: (issues) =>
      invalidInput(
        issues.slice(0, 50).map((issue) => ({
          path: (issue.path ?? [])
            .map((part) => String(typeof part === 'object' ? part.key : part))
            .join('.'),
          message: issue.message,
        })),
      ),
  });
}

/** Texts that Postgres cannot store are refused before any schema: no schema would think of them. */
class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const path = metadata.type === 'custom' ? null : unstorableIn(value, []);
    if (path !== null) throw invalidInput([{ path: path.join('.'), message: 'có ký tự không lưu được' }]);
    return super.transform(value, metadata) as Promise<T>;
  }
}

/** Where a text with a NUL or with half a character stands; null where there is none. */
function unstorableIn(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return value.includes('\0') || LONE_SURROGATE.test(value) ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, each] of Object.entries(value)) {
    const found = unstorableIn(key, path) ?? unstorableIn(each, [...path, key]);
    if (found) return found;
  }
  return null;
}
