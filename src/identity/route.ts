import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { describeRoute } from '../platform/http/route.js';
import type { Permission, Principal } from './permissions.js';

/**
 * What every route says of itself: the permission it needs (or 'public'), one English summary for the OpenAPI page,
 * the schema of its answer and its status. The app refuses to start with a route that says nothing.
 */
export const Route: (
  permission: Permission | 'public',
  summary: string,
  answer?: z.ZodType,
  status?: number,
) => MethodDecorator = describeRoute;

/** The request once the guard has seen it. */
export type AuthenticatedRequest = FastifyRequest & { principal: Principal };

/** Handler parameter: who is asking. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().principal,
);
