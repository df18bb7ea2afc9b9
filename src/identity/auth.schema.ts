import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { PERMISSIONS, type Permission, ROLES } from './permissions.js';
import { Password, UserSchema } from './user.schema.js';

/** `otp` is the code of the second step, or a recovery code; only asked of those who turned it on. */
export const LoginBody = z.object({
  username: z.string().trim().toLowerCase().min(1).max(200),
  password: z.string().min(1).max(200),
  otp: z.string().trim().max(40).optional(),
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
    mustFirst: z
      .enum(['change-password', 'two-step'])
      .nullable()
      .describe('What to do before anything but one’s own account opens'),
    permissions: z.array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])),
  })
  .meta({ id: 'Me' });

export const ChangePasswordBody = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  newPassword: Password,
});
export type ChangePassword = z.output<typeof ChangePasswordBody>;

/** Whoever changes how they sign in shows that they are still there. */
export const PasswordBody = z.strictObject({ password: z.string().min(1).max(200) });

export const OtpBody = z.strictObject({ otp: z.string().trim().min(1).max(40) });

export const RemoveTwoStepBody = z.strictObject({
  password: z.string().min(1).max(200),
  otp: z.string().trim().min(1).max(40),
});

export const TwoStepStatus = z.object({
  isOn: z.boolean(),
  recoveryCodesLeft: z.number().int(),
});

export const TwoStepBegun = z.object({
  secret: z.string().describe('Base32, to type into the app; not shown again'),
  uri: z.string().describe('`otpauth://…`, to show as a QR code'),
});

export const RecoveryCodes = z.object({
  recoveryCodes: z.array(z.string()).describe('Each signs in once without the phone; not shown again'),
});

export const SessionList = z.object({
  items: z.array(
    z.object({
      id: Id,
      createdAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
      address: z.string().nullable(),
      userAgent: z.string().nullable(),
      isCurrent: z.boolean(),
    }),
  ),
});
