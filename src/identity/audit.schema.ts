import { z } from 'zod';
import { Id, PageQuery, pageOf } from '../platform/http/page.js';

export const AuditEventSchema = z
  .object({
    id: Id,
    at: z.iso.datetime(),
    actor: z.object({ kind: z.enum(['user', 'api-key', 'system']), id: Id.nullable(), name: z.string() }),
    action: z.string(),
    subject: z.object({ kind: z.string(), id: z.string().nullable() }).nullable(),
    address: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.output<typeof AuditEventSchema>;

export const AuditPage = pageOf(AuditEventSchema);

export const AuditQuerySchema = PageQuery.extend({
  subjectKind: z.string().max(50).optional(),
  subjectId: z.string().max(50).optional(),
  action: z.string().max(100).optional(),
});
export type AuditQuery = z.output<typeof AuditQuerySchema>;

/** Keyset of the trail: the id of the last entry shown. */
export const AuditKey = z.tuple([Id]);
