import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { AccessGuard } from './access.guard.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { Audit } from './audit.js';
import { AuditEventsController } from './audit-events.controller.js';
import { AuthController } from './auth.controller.js';
import { Authentication } from './authentication.js';
import { DelegationsController } from './delegations.controller.js';
import { DelegationsService } from './delegations.service.js';
import { LoginThrottle } from './login-throttle.js';
import { RequestLimit } from './request-limit.js';
import { IdentityProvider } from './oidc/identity-provider.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcService } from './oidc/oidc.service.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { type PasswordCost, PasswordHasher, STANDARD_COST } from './password-hasher.js';
import { RouteCheck } from './route-check.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignInService } from './sign-in.service.js';
import { StandingAccess } from './standing-access.js';
import { TwoStepController } from './two-step.controller.js';
import { TwoStepService } from './two-step.service.js';
import { User } from './user.entity.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

/**
 * Owns users, sessions, API keys and the audit trail; every role of the process loads it, for its guard and `Audit`.
 * Emits audit entries. Never lets a request through to a route whose permission the caller lacks.
 */
@Global()
@Module({})
export class IdentityModule {
  /** @param passwordCost what a password hash costs; tests take a low one */
  static for(passwordCost: PasswordCost = STANDARD_COST): DynamicModule {
    return {
      module: IdentityModule,
      imports: [TypeOrmModule.forFeature([User, ApiKey]), DiscoveryModule, SecretsModule],
      providers: [
        { provide: PasswordHasher, useFactory: () => new PasswordHasher(passwordCost) },
        IdentityProvider,
        LoginThrottle,
        RequestLimit,
        OidcService,
        { provide: APP_GUARD, useClass: AccessGuard },
        ApiKeysService,
        Audit,
        Authentication,
        DelegationsService,
        RouteCheck,
        SessionsRepository,
        SignInService,
        StandingAccess,
        TwoStepService,
        UsersService,
      ],
      exports: [
        ApiKeysService,
        Audit,
        Authentication,
        DelegationsService,
        SessionsRepository,
        SignInService,
        StandingAccess,
        TwoStepService,
        UsersService,
        IdentityProvider,
        OidcService,
      ],
    };
  }
}

/** The routes of identity, for processes that serve HTTP. */
@Module({
  controllers: [
    AuthController,
    OidcController,
    OwnSessionsController,
    TwoStepController,
    UsersController,
    ApiKeysController,
    AuditEventsController,
    DelegationsController,
  ],
})
export class IdentityApiModule {}
