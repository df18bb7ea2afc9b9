import { z } from 'zod';
import { Id, pageOf } from '../platform/http/page.js';
import { ROLES } from './permissions.js';

/** Usernames are compared without regard to case and stored in lower case. */
export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{1,63}$/, {
    error: 'gồm 2 đến 64 chữ không dấu, chữ số hoặc dấu . _ @ -, bắt đầu bằng chữ hoặc số',
  });

/** By length, not by composition (NIST SP 800-63B). The upper bound keeps hashing cheap. */
export const Password = z
  .string()
  .min(10, { error: 'phải dài ít nhất 10 ký tự' })
  .max(200, { error: 'dài quá 200 ký tự' });

const MembershipInput = z.strictObject({
  role: z.enum(ROLES),
  areaId: Id.nullable().describe('The area with everything below it; null: everywhere'),
  maxHouseholds: z
    .int()
    .min(1)
    .max(100_000_000)
    .nullish()
    .describe('Most households an approver may release to alone'),
  maxCostVnd: z
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .nullish()
    .describe('Most đồng an approver may release alone'),
});

export const Memberships = z
  .array(MembershipInput)
  .min(1, { error: 'hãy chọn ít nhất một vai trò' })
  .max(100, { error: 'nhiều nhất 100 phân quyền' })
  .describe('Roles over areas');

export const Roles = z
  .array(z.enum(ROLES))
  .min(1, { error: 'hãy chọn ít nhất một vai trò' })
  .max(ROLES.length)
  .transform((roles) => [...new Set(roles)]);

const DisplayName = z.string().trim().min(1).max(200);

export const UserSchema = z
  .object({
    id: Id,
    username: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)).describe('The roles held anywhere'),
    memberships: z.array(
      z.object({
        role: z.enum(ROLES),
        areaId: Id.nullable().describe('Null: everywhere'),
        areaName: z.string().nullable(),
        maxHouseholds: z.int().nullable(),
        maxCostVnd: z.int().nullable(),
      }),
    ),
    mustChangePassword: z.boolean(),
    disabled: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' });
export type UserView = z.output<typeof UserSchema>;

export const UserPage = pageOf(UserSchema);

export const CreateUserBody = z
  .strictObject({
    username: Username,
    displayName: DisplayName.optional().describe('Default: the username'),
    roles: Roles.optional().describe('Roles everywhere: short for memberships without an area'),
    memberships: Memberships.optional(),
    password: Password.optional().describe(
      'Without it one is made and answered once. Either is to be changed at the first sign-in',
    ),
  })
  .refine(({ roles, memberships }) => roles || memberships, {
    path: ['roles'],
    error: 'hãy chọn ít nhất một vai trò',
  });
export type CreateUser = z.output<typeof CreateUserBody>;

export const CreatedUser = UserSchema.extend({
  password: z.string().optional().describe('The password that was made; not shown again'),
}).meta({ id: 'CreatedUser' });

export const ChangeUserBody = z.strictObject({
  displayName: DisplayName.optional(),
  roles: Roles.optional().describe('Roles everywhere: short for memberships without an area'),
  memberships: Memberships.optional().describe('The whole list, as far as your own areas reach'),
  disabled: z.boolean().optional().describe('A disabled user is signed out at once and cannot sign in'),
  password: Password.optional().describe(
    'Sets a new password, to be changed at the next sign-in; not one’s own',
  ),
});
export type ChangeUser = z.output<typeof ChangeUserBody>;

export const UserParams = z.object({ id: Id });
