import { z } from 'zod';
import { Id, pageOf } from '../platform/http/page.js';
import { PERMISSIONS, type Permission, ROLES } from './permissions.js';
import { Roles } from './user.schema.js';

const Permissions = z
  .array(z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]]))
  .min(1, { error: 'hãy chọn ít nhất một quyền' })
  .max(100);

export const ApiKeySchema = z
  .object({
    id: Id,
    name: z.string(),
    hint: z.string().describe('First characters of the key'),
    roles: z.array(z.enum(ROLES)),
    areaIds: z.array(Id).nullable().describe('Null: everywhere'),
    permissions: Permissions.nullable().describe('Null: all that its roles may'),
    createdBy: Id.nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    isStopped: z
      .boolean()
      .describe(
        'Its maker is disabled, or administers its areas no more: until that changes it opens nothing',
      ),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.output<typeof ApiKeySchema>;

export const ApiKeyPage = pageOf(ApiKeySchema);

export const CreateApiKeyBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  roles: Roles,
  areaIds: z
    .array(Id)
    .min(1, { error: 'hãy chọn ít nhất một địa bàn' })
    .max(1000)
    .nullish()
    .describe('Only these areas and everything below them; without them, everywhere'),
  permissions: Permissions.nullish().describe('Only these of what the roles may'),
  expiresAt: z.iso
    .datetime({ offset: true })
    .refine((at) => Date.parse(at) > Date.now(), { error: 'phải là thời điểm sau lúc này' })
    .nullish()
    .describe('Without it the key holds until it is revoked'),
});
export type CreateApiKey = z.output<typeof CreateApiKeyBody>;

export const CreatedApiKey = ApiKeySchema.extend({
  key: z.string().describe('The key, `ll_…`; not shown again'),
}).meta({ id: 'CreatedApiKey' });

export const ApiKeyParams = z.object({ id: Id });
