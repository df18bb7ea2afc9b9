import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { z } from 'zod';

/** Metadata key under which a route's permission stands; 'public' for the few open ones. */
export const PERMISSION = 'loaluat:permission';

/** OpenAPI extension that carries the same permission, so that the document alone tells who may call what. */
export const PERMISSION_EXTENSION = 'x-permission';

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
    answer ? ApiResponse({ status, standardSchema: answer as never }) : ApiResponse({ status }),
  );
}
