import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../platform/http/domain-error.js';
import { PERMISSION } from '../platform/http/route.js';
import { Authentication } from './authentication.js';
import { may, type MustFirst, type Permission } from './permissions.js';
import type { AuthenticatedRequest } from './route.js';

/** Lets a request through to its handler when its sender holds the permission that the route names. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
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
    const principal = await this.authentication.principalOf(request, http.getResponse<FastifyReply>());
    if (!principal) {
      throw new DomainError('unauthenticated', 'Bạn chưa đăng nhập hoặc phiên đã hết hạn.', 401);
    }
    if (principal.mustFirst && permission !== 'account:self') throw mustFirst(principal.mustFirst);
    if (!may(principal, permission)) {
      throw new DomainError('forbidden', 'Bạn không có quyền làm việc này.', 403);
    }
    request.principal = principal;
    return true;
  }
}

function mustFirst(what: MustFirst): DomainError {
  return what === 'change-password'
    ? new DomainError(
        'password-change-needed',
        'Hãy đặt mật khẩu của riêng bạn trước khi làm việc khác.',
        403,
      )
    : new DomainError(
        'two-step-needed',
        'Vai trò của bạn cần xác thực hai bước; hãy bật trước khi làm việc khác.',
        403,
      );
}
