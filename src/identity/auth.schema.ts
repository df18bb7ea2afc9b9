import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { PERMISSIONS, type Permission, ROLES } from './permissions.js';
import { Password, UserSchema } from './user.schema.js';

/** `otp` stands in the contract for two-step sign-in and is not asked for yet. */
export const LoginBody = z.object({
  username: z.string().trim().toLowerCase().min(1).max(200),
  password: z.string().min(1).max(200),
  otp: z.string().max(20).optional(),
});
export type Login = z.output<typeof LoginBody>;

export const LoginAnswer = z.object({ user: UserSchema });

export const Me = z
  .object({
    kind: z.enum(['user', 'api-key']),
    user: UserSchema.nullable().describe('Null for an API key'),
    name: z.string(),
    roles: z.array(z.enum(ROLES)),
    grants: z.array(z.object({ role: z.enum(ROLES), areaId: Id.nullable().describe('Null: everywhere') })),
    permissions: z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])),
  })
  .meta({ id: 'Me' });

export const ChangePasswordBody = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  newPassword: Password,
});
export type ChangePassword = z.output<typeof ChangePasswordBody>;
