import { Injectable } from '@nestjs/common';
import { ArrayContains, DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { z } from 'zod';
import { isUniqueViolation } from '../platform/database/database-error.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import { Audit } from './audit.js';
import { PasswordHasher } from './password-hasher.js';
import type { Principal } from './permissions.js';
import { endSessionsOf } from './sessions.repository.js';
import { newPassword } from './tokens.js';
import { User } from './user.entity.js';
import type { ChangeUser, CreateUser, UserView } from './user.schema.js';

/** Advisory lock under which administrators are counted, so that two cannot remove each other at once. */
const ADMINS_LOCK = 7_214_012;

const UserKey = z.tuple([Id]);

/** Keeps the people who sign in. There is always an active administrator. */
@Injectable()
export class UsersService {
  constructor(
    private readonly source: DataSource,
    private readonly hasher: PasswordHasher,
    private readonly audit: Audit,
  ) {}

  /** One page of users, oldest first. */
  async list(query: { limit: number; cursor?: string | undefined }): Promise<Page<UserView>> {
    const after = readCursor(query.cursor, UserKey)?.[0] ?? '0';
    const users = await this.source.manager.find(User, {
      where: { id: MoreThan(after) },
      order: { id: 'asc' },
      take: query.limit + 1,
    });
    return toPage(users, query.limit, (user) => [user.id], toUserView);
  }

  /** Throws a 404 where there is none. */
  async get(id: string): Promise<UserView> {
    const user = await this.source.manager.findOneBy(User, { id });
    if (!user) throw notFound('người dùng này');
    return toUserView(user);
  }

  /**
   * Creates a user. Without a password one is made, answered here only, and to be changed at the first sign-in.
   * Throws a 409 where the username is taken.
   */
  async create(principal: Principal, input: CreateUser): Promise<UserView & { password?: string }> {
    const made = input.password === undefined ? newPassword() : undefined;
    const passwordHash = await this.hasher.hash(input.password ?? made!);
    try {
      const user = await this.source.transaction(async (manager) => {
        const saved = await manager.save(User, {
          username: input.username,
          displayName: input.displayName ?? input.username,
          passwordHash,
          roles: input.roles,
          mustChangePassword: made !== undefined,
          disabledAt: null,
        });
        await this.audit.record(
          manager,
          principal,
          'user.created',
          { kind: 'user', id: saved.id },
          {
            roles: input.roles,
          },
        );
        return saved;
      });
      return { ...toUserView(user), ...(made !== undefined && { password: made }) };
    } catch (error) {
      if (!isUniqueViolation(error, 'users_username')) throw error;
      throw new DomainError('username-taken', 'Tên đăng nhập này đã có người dùng.', 409, [
        { path: 'username', message: 'đã có người dùng' },
      ]);
    }
  }

  /**
   * Changes a user; disabling and a new password end their sessions at once. Throws a 404, or a 409 where no active
   * administrator would be left.
   */
  async change(principal: Principal, id: string, change: ChangeUser): Promise<UserView> {
    const passwordHash = change.password === undefined ? undefined : await this.hasher.hash(change.password);
    return this.source.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [ADMINS_LOCK]);
      const user = await manager.findOneBy(User, { id });
      if (!user) throw notFound('người dùng này');
      const wasAdmin = isActiveAdmin(user);
      if (change.displayName !== undefined) user.displayName = change.displayName;
      if (change.roles !== undefined) user.roles = change.roles;
      if (change.disabled === true) user.disabledAt ??= new Date();
      if (change.disabled === false) user.disabledAt = null;
      if (passwordHash !== undefined) {
        user.passwordHash = passwordHash;
        user.mustChangePassword = principal.userId !== id;
      }
      await manager.save(User, user);
      if (wasAdmin && !isActiveAdmin(user)) await requireAnAdmin(manager);
      if (change.disabled === true || passwordHash !== undefined) await endSessionsOf(manager, id);
      await this.audit.record(
        manager,
        principal,
        'user.changed',
        { kind: 'user', id },
        {
          fields: Object.keys(change).map((field) => (field === 'password' ? 'sign-in' : field)),
          ...(change.roles && { roles: change.roles }),
          ...(change.disabled !== undefined && { disabled: change.disabled }),
        },
      );
      return toUserView(user);
    });
  }

  /**
   * Sets a new password by username, for an operator at the command line; ends the user's sessions and lets a
   * disabled user stay disabled. Returns the password. Throws a 404 where there is no such user.
   */
  async resetPassword(principal: Principal, username: string, password = newPassword()): Promise<string> {
    const user = await this.source.manager.findOneBy(User, { username: username.toLowerCase() });
    if (!user) throw notFound('người dùng này');
    await this.change(principal, user.id, { password });
    return password;
  }

  /**
   * Creates the first administrator where there is none; null where there is. Safe from several
   * processes that start at once.
   */
  async createFirst(
    principal: Principal,
    input: { username: string; password?: string | undefined },
  ): Promise<{ username: string; password: string | null } | null> {
    if (await hasAdmin(this.source.manager)) return null;
    const made = input.password === undefined ? newPassword() : null;
    const passwordHash = await this.hasher.hash(input.password ?? made!);
    return this.source.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [ADMINS_LOCK]);
      if (await hasAdmin(manager)) return null;
      const roles = ['admin' as const, 'propagandist' as const];
      const saved = await manager.save(User, {
        username: input.username,
        displayName: 'Quản trị viên',
        passwordHash,
        roles,
        mustChangePassword: made !== null,
        disabledAt: null,
      });
      await this.audit.record(manager, principal, 'user.created', { kind: 'user', id: saved.id }, { roles });
      return { username: saved.username, password: made };
    });
  }
}

/** Whether anybody, disabled or not, is an administrator. */
function hasAdmin(manager: EntityManager): Promise<boolean> {
  return manager.exists(User, { where: { roles: ArrayContains(['admin']) } });
}

function isActiveAdmin(user: User): boolean {
  return user.roles.includes('admin') && user.disabledAt === null;
}

async function requireAnAdmin(manager: EntityManager): Promise<void> {
  const isLeft = await manager.exists(User, {
    where: { roles: ArrayContains(['admin']), disabledAt: IsNull() },
  });
  if (!isLeft) {
    throw new DomainError('last-admin', 'Phải còn ít nhất một quản trị viên đang hoạt động.', 409);
  }
}

/** What the API shows of a user. */
export function toUserView(user: User): UserView {
  return {
    id: user.id,
    username: user.username,
    displayName: user.displayName,
    roles: user.roles,
    mustChangePassword: user.mustChangePassword,
    disabled: user.disabledAt !== null,
    createdAt: user.createdAt.toISOString(),
  };
}
