import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { isUniqueViolation } from '../platform/database/database-error.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import { beyondYourAreas, scopeOf } from './area-scope.js';
import { Audit } from './audit.js';
import { commonPassword, isCommonPassword } from './guessable-password.js';
import {
  isHeldEverywhere,
  membershipsOf,
  replaceMemberships,
  whollyInScope,
} from './memberships.repository.js';
import { PasswordHasher } from './password-hasher.js';
import type { Grant, Principal } from './permissions.js';
import { endSessionsOf, rotateSessionsOf } from './sessions.repository.js';
import { newPassword } from './tokens.js';
import { TwoStepService } from './two-step.service.js';
import { User } from './user.entity.js';
import { areasOf, grantsOf, refuseForeignGrants, rolesOf, spelled } from './user-grants.js';
import type { ChangeUser, CreateUser, UserView } from './user.schema.js';
import { knownUser, knownUsers, viewsOf } from './users.repository.js';

/** Advisory lock under which administrators are counted, so that two cannot remove each other at once. */
const ADMINS_LOCK = 7_214_012;

const UserKey = z.tuple([Id]);

/**
 * Keeps the people who sign in. There is always an active administrator of everything. An administrator of an area
 * knows the people with a role in it, gives roles in it, and changes people who may do nothing outside it, lent rights included.
 */
@Injectable()
export class UsersService {
  constructor(
    private readonly source: DataSource,
    private readonly hasher: PasswordHasher,
    private readonly audit: Audit,
    private readonly twoStep: TwoStepService,
  ) {}

  /** One page of the users whom the caller may know, oldest first. */
  async list(who: Principal, query: { limit: number; cursor?: string | undefined }): Promise<Page<UserView>> {
    const after = readCursor(query.cursor, UserKey)?.[0] ?? '0';
    const scope = scopeOf(who, 'user:write');
    const users = await knownUsers(this.source.manager, scope, after, query.limit + 1);
    const views = await viewsOf(this.source.manager, users, scope);
    return toPage(
      users,
      query.limit,
      (user) => [user.id],
      (user) => views.get(user.id)!,
    );
  }

  /** Throws a 404 where there is none that the caller may know. */
  async get(who: Principal, id: string): Promise<UserView> {
    const scope = scopeOf(who, 'user:write');
    const user = await knownUser(this.source.manager, scope, id);
    return (await viewsOf(this.source.manager, [user], scope)).get(id)!;
  }

  /** A person's own account. */
  async own(id: string): Promise<UserView> {
    const user = await this.source.manager.findOneByOrFail(User, { id });
    return (await viewsOf(this.source.manager, [user], null)).get(id)!;
  }

  /**
   * Creates a user. Without a password one is made and answered here only. Made or given, somebody else knows it: it is to
   * be changed at the first sign-in. Throws a 409 where the username is taken, a 400 for an area that the caller does not administer.
   */
  async create(who: Principal, input: CreateUser): Promise<UserView & { password?: string }> {
    const made = input.password === undefined ? newPassword() : undefined;
    const scope = scopeOf(who, 'user:write');
    const grants = grantsOf(input)!;
    if (input.password !== undefined && isCommonPassword(input.password, input.username))
      throw commonPassword();
    const passwordHash = await this.hasher.hash(input.password ?? made!);
    try {
      return await this.source.transaction(async (manager) => {
        await refuseForeignGrants(manager, scope, grants);
        const user = await manager.save(User, {
          username: input.username,
          displayName: input.displayName ?? input.username,
          passwordHash,
          mustChangePassword: true,
          disabledAt: null,
        });
        await replaceMemberships(manager, user.id, grants, scope, who.userId);
        await this.audit.record(
          manager,
          who,
          'user.created',
          { kind: 'user', id: user.id, areaIds: areasOf(grants) },
          { roles: rolesOf(grants) },
        );
        const view = (await viewsOf(manager, [user], scope)).get(user.id)!;
        return { ...view, ...(made !== undefined && { password: made }) };
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'users_username')) throw error;
      throw new DomainError('username-taken', 'Tên đăng nhập này đã có người dùng.', 409, [
        { path: 'username', message: 'đã có người dùng' },
      ]);
    }
  }

  /**
   * Changes a user; disabling and a new password end their sessions at once. Throws a 404, a 403 for somebody who has
   * roles or lent rights beyond the caller's areas or for the caller's own password, a 409 where no active administrator
   * of everything would be left. The name that the person has already is no change.
   */
  async change(who: Principal, id: string, asked: ChangeUser): Promise<UserView> {
    const scope = scopeOf(who, 'user:write');
    const grants = grantsOf(asked);
    if (asked.password !== undefined) refuseOwn(who, id);
    const passwordHash = asked.password === undefined ? undefined : await this.hasher.hash(asked.password);
    return this.source.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [ADMINS_LOCK]);
      const user = await knownUser(manager, scope, id);
      const change = withoutSameName(asked, user);
      const touchesPerson = [change.displayName, change.disabled, change.password].some(
        (each) => each !== undefined,
      );
      if (touchesPerson && !(await whollyInScope(manager, scope, id))) throw beyondYourAreas();
      if (change.password !== undefined && isCommonPassword(change.password, user.username))
        throw commonPassword();
      const heldBefore = (await membershipsOf(manager, [id])).get(id)!;
      const hadAdmin = await isHeldEverywhere(manager, 'admin', true);
      if (change.displayName !== undefined) user.displayName = change.displayName;
      if (change.disabled === true) user.disabledAt ??= new Date();
      if (change.disabled === false) user.disabledAt = null;
      if (passwordHash !== undefined) {
        user.passwordHash = passwordHash;
        user.mustChangePassword = true;
      }
      await manager.save(User, user);
      if (grants) {
        await refuseForeignGrants(manager, scope, grants);
        await replaceMemberships(manager, id, grants, scope, who.userId);
        await rotateSessionsOf(manager, id);
      }
      if (hadAdmin && !(await isHeldEverywhere(manager, 'admin', true))) throw lastAdmin();
      if (change.disabled === true || passwordHash !== undefined) await endSessionsOf(manager, id);
      await this.noteChange(manager, who, user, change, heldBefore);
      return (await viewsOf(manager, [user], scope)).get(id)!;
    });
  }

  /** What was changed of somebody, and by whom; rights before and after, never a password. */
  private async noteChange(
    manager: EntityManager,
    who: Principal,
    { id }: User,
    change: ChangeUser,
    heldBefore: readonly Grant[],
  ): Promise<void> {
    const grants = grantsOf(change);
    const held = (await membershipsOf(manager, [id])).get(id)!;
    await this.audit.record(
      manager,
      who,
      'user.changed',
      { kind: 'user', id, areaIds: areasOf([...held, ...(grants ?? [])]) },
      {
        fields: Object.keys(change).map((field) => (field === 'password' ? 'sign-in' : field)),
        ...(grants && {
          roles: rolesOf(grants),
          before: { memberships: spelled(heldBefore) },
          after: { memberships: spelled(held) },
        }),
        ...(change.disabled !== undefined && { disabled: change.disabled }),
      },
    );
  }

  /** Ends the second step of somebody who lost phone and codes. Throws a 404, and a 403 as change does, or for one's own. */
  async resetTwoStep(who: Principal, id: string): Promise<void> {
    refuseOwn(who, id);
    const scope = scopeOf(who, 'user:write');
    await knownUser(this.source.manager, scope, id);
    if (!(await whollyInScope(this.source.manager, scope, id))) throw beyondYourAreas();
    const held = (await membershipsOf(this.source.manager, [id])).get(id)!;
    await this.twoStep.remove(who, id, areasOf(held));
    await endSessionsOf(this.source.manager, id);
  }

  /**
   * Sets a new password by username, for an operator at the command line; ends the user's sessions and lets a
   * disabled user stay disabled. Returns the password. Throws a 404 where there is no such user.
   */
  async resetPassword(who: Principal, username: string, password = newPassword()): Promise<string> {
    await this.change(who, await this.idOf(username), { password });
    return password;
  }

  /** Throws a 404 where nobody bears this name. */
  async idOf(username: string): Promise<string> {
    const user = await this.source.manager.findOneBy(User, { username: username.toLowerCase() });
    if (!user) throw notFound('người dùng này');
    return user.id;
  }

  /**
   * Creates the first administrator where there is none; null where there is. Safe from several
   * processes that start at once.
   */
  async createFirst(
    who: Principal,
    input: { username: string; password?: string | undefined },
  ): Promise<{ username: string; password: string | null } | null> {
    if (await isHeldEverywhere(this.source.manager, 'admin', false)) return null;
    const made = input.password === undefined ? newPassword() : null;
    const passwordHash = await this.hasher.hash(input.password ?? made!);
    return this.source.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [ADMINS_LOCK]);
      if (await isHeldEverywhere(manager, 'admin', false)) return null;
      const grants: Grant[] = [
        { role: 'admin', areaId: null },
        { role: 'propagandist', areaId: null },
      ];
      const saved = await manager.save(User, {
        username: input.username,
        displayName: 'Quản trị viên',
        passwordHash,
        mustChangePassword: made !== null,
        disabledAt: null,
      });
      await replaceMemberships(manager, saved.id, grants, null, null);
      await this.audit.record(
        manager,
        who,
        'user.created',
        { kind: 'user', id: saved.id },
        { roles: rolesOf(grants) },
      );
      return { username: saved.username, password: made };
    });
  }
}

function withoutSameName({ displayName, ...change }: ChangeUser, user: User): ChangeUser {
  return displayName === undefined || displayName === user.displayName ? change : { ...change, displayName };
}

/**
 * How somebody signs in is theirs to change with their password and code, under `/auth`; whoever finds their screen open, or
 * holds a key that they made, has neither.
 */
function refuseOwn(who: Principal, id: string): void {
  if (who.userId === id)
    throw new DomainError(
      'own-sign-in',
      'Mật khẩu và xác thực hai bước của chính bạn chỉ đổi được ở trang Tài khoản.',
      403,
    );
}

function lastAdmin(): DomainError {
  return new DomainError(
    'last-admin',
    'Phải còn ít nhất một quản trị viên toàn hệ thống đang hoạt động.',
    409,
  );
}
