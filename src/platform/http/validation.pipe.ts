import { StandardSchemaValidationPipe } from '@nestjs/common';
import { DomainError } from './domain-error.js';
import { speakVietnamese } from '../vietnamese-issues.js';

speakVietnamese();

/** Checks every `@Body({ schema })`, `@Query({ schema })` and `@Param({ schema })`; a bad field is a 400 that names it. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new DomainError(
        'invalid-input',
        'Một số thông tin chưa đúng, hãy xem từng mục.',
        400,
        issues.slice(0, 50).map((issue) => ({
          path: (issue.path ?? [])
            .map((part) => String(typeof part === 'object' ? part.key : part))
            .join('.'),
          message: issue.message,
        })),
      ),
  });
}
