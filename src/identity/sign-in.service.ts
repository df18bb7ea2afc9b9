import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/http/domain-error.js';
import { Audit, type AuditSubject } from './audit.js';
import type { ChangePassword, Login } from './auth.schema.js';
import { commonPassword, isCommonPassword } from './guessable-password.js';
import { LoginThrottle } from './login-throttle.js';
import { membershipsOf } from './memberships.repository.js';
import { PasswordHasher } from './password-hasher.js';
import { type Principal, SYSTEM } from './permissions.js';
import { endSessionsOf, SessionsRepository } from './sessions.repository.js';
import { hashToken, newToken } from './tokens.js';
import { TwoStepService } from './two-step.service.js';
import { User } from './user.entity.js';
import { areasOf } from './user-grants.js';

/** Where a sign-in comes from. */
export interface Device {
  address: string;
  userAgent: string | null;
}

/** Signing in and out, and changing one's own password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly source: DataSource,
    private readonly sql: Sql,
    private readonly sessions: SessionsRepository,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
    private readonly twoStep: TwoStepService,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Checks the password and starts a session with a new token. Unknown, disabled and mistyped get the same 401 after
   * the same work; 401 `otp-needed` where the password is right and the second step missing; 429 once there were too many.
   * @param formerToken the session of the same browser, which ends here
   */
  async signIn(
    login: Login,
    device: Device,
    formerToken: string | null,
  ): Promise<{ user: User; token: string }> {
    const checked = await this.throttle.attempt(
      login.username,
      device.address,
      () => this.checkBothSteps(login, device),
      ({ needsOtp }) => !needsOtp,
    );
    if (!checked) {
      throw new DomainError('wrong-credentials', 'Tên đăng nhập hoặc mật khẩu không đúng.', 401);
    }
    if (checked.needsOtp) throw new DomainError('otp-needed', 'Hãy nhập mã xác thực hai bước.', 401);
    return { user: checked.user, token: await this.start(checked.user, device, formerToken) };
  }

  /**
   * Starts a session of somebody who has shown who they are; answers its new token.
   * @param by what has shown it, where that was no password
   */
  async start(user: User, device: Device, formerToken: string | null, by?: 'oidc'): Promise<string> {
    const token = newToken();
    await this.sql.transaction(async (tx) => {
      if (formerToken !== null) await this.sessions.remove(tx, hashToken(formerToken));
      await this.sessions.removeExpired(tx);
      await this.throttle.forgetOld(tx);
      await this.sessions.insert(tx, {
        tokenHash: hashToken(token),
        userId: user.id,
        hours: this.config.SESSION_HOURS,
        ...device,
      });
      await this.audit.record(
        tx,
        asPrincipal(user, device.address),
        'session.started',
        await this.asSubject(user.id),
        by && { by },
      );
    });
    return token;
  }

  /** Ends the session of `token`. */
  async signOut(principal: Principal, token: string): Promise<void> {
    await this.sql.transaction(async (tx) => {
      await this.sessions.remove(tx, hashToken(token));
      await this.audit.record(tx, principal, 'session.ended');
    });
  }

  /**
   * Sets the caller's own new password and ends all sessions but the one of `token`, which takes the new token that is
   * answered: whoever knew the old one is out.
   */
  async changePassword(principal: Principal, change: ChangePassword, token: string): Promise<string> {
    if (principal.kind !== 'user') {
      throw new DomainError('not-a-person', 'Khoá API không có mật khẩu để đổi.', 403);
    }
    const user = await this.userWithHash('id', principal.id!);
    await this.confirmPassword(principal, change.currentPassword, 'currentPassword');
    if (isCommonPassword(change.newPassword, user!.username)) throw commonPassword('newPassword');
    if (change.newPassword === change.currentPassword) throw samePassword();
    const passwordHash = await this.hasher.hash(change.newPassword);
    const next = newToken();
    await this.source.transaction(async (manager) => {
      await manager.update(User, user!.id, { passwordHash, mustChangePassword: false });
      await endSessionsOf(manager, user!.id, hashToken(token));
      await this.sessions.renew(manager, hashToken(token), hashToken(next));
      await this.audit.record(manager, principal, 'password.changed', { kind: 'user', id: user!.id });
    });
    return next;
  }

  /** Has the caller show the password once more. Throws a 422 that names the field, and a 429 for guessing. */
  async confirmPassword(principal: Principal, password: string, path = 'password'): Promise<void> {
    if (principal.kind !== 'user') {
      throw new DomainError('not-a-person', 'Khoá API không có mật khẩu.', 403);
    }
    const user = await this.userWithHash('id', principal.id!);
    const matches = await this.throttle.attempt(`change:${user!.id}`, principal.address ?? '', async () =>
      (await this.hasher.verify(password, user!.passwordHash)) ? true : null,
    );
    if (matches) return;
    throw new DomainError('wrong-password', 'Mật khẩu hiện tại không đúng.', 422, [
      { path, message: 'không đúng' },
    ]);
  }

  /** Null where password or code are wrong; a right password without a code asks for it, and gains nothing by asking. */
  private async checkBothSteps(
    login: Login,
    device: Device,
  ): Promise<{ user: User; needsOtp: boolean } | null> {
    const user = await this.checkPassword(login, device);
    if (!user) return null;
    if (!(await this.twoStep.isOn(user.id))) return { user, needsOtp: false };
    if (login.otp === undefined || login.otp === '') return { user, needsOtp: true };
    if (await this.twoStep.check(user.id, login.otp)) return { user, needsOtp: false };
    await this.noteRefusal(user.id, device);
    return null;
  }

  private async noteRefusal(userId: string | null, device: Device): Promise<void> {
    const nobody = { ...SYSTEM, address: device.address };
    const subject = await this.asSubject(userId ?? '0');
    await this.audit.record(this.sql, nobody, 'session.refused', { ...subject, id: userId });
  }

  private async checkPassword(login: Login, device: Device): Promise<User | null> {
    const user = await this.userWithHash('username', login.username);
    const matches = await this.hasher.verify(login.password, user?.passwordHash ?? null);
    if (!user || !matches || user.disabledAt !== null) {
      // A name that nobody has stands in the trail too: an answer without that work would come sooner, and tell.
      await this.noteRefusal(user?.id ?? null, device);
      return null;
    }
    if (this.hasher.isOutdated(user.passwordHash)) {
      await this.source.manager.update(User, user.id, {
        passwordHash: await this.hasher.hash(login.password),
      });
    }
    return user;
  }

  /** A person in the trail: those who administer the areas they work in may read it. */
  private async asSubject(userId: string): Promise<AuditSubject> {
    const memberships = (await membershipsOf(this.sql, [userId])).get(userId)!;
    return { kind: 'user', id: userId, areaIds: areasOf(memberships) };
  }

  private userWithHash(by: 'id' | 'username', value: string): Promise<User | null> {
    return this.source.manager
      .createQueryBuilder(User, 'user')
      .addSelect('user.passwordHash')
      .where(by === 'id' ? 'user.id = :value' : 'lower(user.username) = :value', { value })
      .getOne();
  }
}

/** Who signed in, for the trail: their rights are read at their next request. */
function asPrincipal(user: User, address: string): Principal {
  return { kind: 'user', id: user.id, userId: user.id, name: user.username, grants: [], address };
}

function samePassword(): DomainError {
  return new DomainError('invalid-input', 'Mật khẩu mới phải khác mật khẩu hiện tại.', 400, [
    { path: 'newPassword', message: 'phải khác mật khẩu hiện tại' },
  ]);
}
