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
    hash: z.string().nullable().describe('Of this entry and all before it, hex'),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.output<typeof AuditEventSchema>;

export const AuditPage = pageOf(AuditEventSchema);

export const AuditQuerySchema = PageQuery.extend({
  subjectKind: z.string().max(50).optional(),
  subjectId: z.string().max(50).optional(),
  action: z.string().max(100).optional(),
  actorId: Id.optional().describe('A user'),
  areaId: Id.optional().describe('Only what lies in this area and below it'),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});
export type AuditQuery = z.output<typeof AuditQuerySchema>;

/** Keyset of the trail: the id of the last entry shown. */
export const AuditKey = z.tuple([Id]);
