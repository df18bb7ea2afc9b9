import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { z } from 'zod';

/** Metadata key under which a route's permission stands; 'public' for the few open ones. */
export const PERMISSION = 'loaluat:permission';

/** OpenAPI extension that carries the same permission, so that the document alone tells who may call what. */
export const PERMISSION_EXTENSION = 'x-permission';

const MEANING: Record<number, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted, and under way',
  204: 'Done; nothing to say',
};

/**
 * Stands what every route must say of itself on the handler: the permission it needs (or 'public'), one English
 * summary, its status and the schema of its answer. Features use `Route` of `identity`, which knows the permissions.
 */
export function describeRoute(
  permission: string,
  summary: string,
  answer?: z.ZodType,
  status = 200,
): MethodDecorator {
  const isPublic = permission === 'public';
  return applyDecorators(
    SetMetadata(PERMISSION, permission),
    HttpCode(status),
    ApiOperation({ summary, description: isPublic ? undefined : `Permission: \`${permission}\`` }),
    ApiExtension(PERMISSION_EXTENSION, permission),
    ...(isPublic ? [] : [ApiSecurity('session'), ApiSecurity('apiKey')]),
    // zod's own type of `~standard` is narrower than the decorator's, though the value fits.
    ApiResponse({ status, description: MEANING[status], ...(answer && { standardSchema: answer as never }) }),
  );
}

/** Documents an error answer of a route beside those that every route has (400, 401, 403, 404). */
export function ApiProblem(
  status: 401 | 409 | 413 | 415 | 422 | 429 | 503,
  description: string,
): MethodDecorator {
  return ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
}
