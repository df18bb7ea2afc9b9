import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  SetMetadata,
} from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Permission, Principal } from './permissions.js';

/** Metadata key under which a route's permission stands; 'public' for the few open ones. */
export const PERMISSION = 'loaluat:permission';

/**
 * What every route says of itself: the permission it needs (or 'public'), one English summary for the OpenAPI page,
 * its status and the schema of its answer. The guard refuses a route that says nothing.
 */
export function Route(
  permission: Permission | 'public',
  summary: string,
  answer?: z.ZodType,
  status = 200,
): MethodDecorator {
  return applyDecorators(
    SetMetadata(PERMISSION, permission),
    HttpCode(status),
    ApiOperation({
      summary,
      description: permission === 'public' ? undefined : `Permission: \`${permission}\``,
    }),
    ...(permission === 'public' ? [] : [ApiSecurity('session'), ApiSecurity('apiKey')]),
    answer ? ApiResponse({ status, standardSchema: answer as never }) : ApiResponse({ status }),
  );
}

/** The request once the guard has seen it. */
export type AuthenticatedRequest = FastifyRequest & { principal: Principal };

/** Handler parameter: who is asking. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().principal,
);
