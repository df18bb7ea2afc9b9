import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../platform/http/domain-error.js';
import { PERMISSION } from '../platform/http/route.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Authentication } from './authentication.js';
import type { Permission } from './permissions.js';
import { RequestLimit } from './request-limit.js';
import type { AuthenticatedRequest } from './route.js';

/** Lets a request through to its handler when its sender holds the permission that the route names. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly limit: RequestLimit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.get<Permission | 'public' | undefined>(
      PERMISSION,
      context.getHandler(),
    );
    // The app does not start with such a route (RouteCheck); this holds the door all the same.
    if (permission === undefined) throw new Error(`${context.getHandler().name} names no permission`);
    if (permission === 'public') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    try {
      request.principal = await this.authentication.admit(
        request,
        permission,
        http.getResponse<FastifyReply>(),
      );
      await this.limit.count(request.principal);
    } catch (error) {
      if (error instanceof DomainError && (error.status === 403 || error.status === 429))
        this.logger.info({
          event: 'access.denied',
          code: error.code,
          permission,
          address: request.ip,
        });
      throw error;
    }
    return true;
  }
}
