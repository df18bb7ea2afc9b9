import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { ROLES } from './permissions.js';

const LONGEST_DAYS = 90;

export const DelegationSchema = z
  .object({
    id: Id,
    fromUserId: Id,
    fromName: z.string(),
    toUserId: Id,
    toName: z.string(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delegation' });
export type DelegationView = z.output<typeof DelegationSchema>;

export const DelegationList = z.object({ items: z.array(DelegationSchema) });

const SubstituteSchema = z
  .object({
    id: Id,
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)).describe('What they do where the caller releases'),
  })
  .meta({ id: 'Substitute' });
export type Substitute = z.output<typeof SubstituteSchema>;

export const SubstituteList = z.object({ items: z.array(SubstituteSchema) });

export const CreateDelegationBody = z
  .strictObject({
    toUserId: Id.describe('Who releases meanwhile: one of the substitutes'),
    startsAt: z.iso.datetime({ offset: true, error: 'phải là thời điểm ISO 8601 có múi giờ' }),
    endsAt: z.iso.datetime({ offset: true, error: 'phải là thời điểm ISO 8601 có múi giờ' }),
  })
  .refine(({ startsAt, endsAt }) => Date.parse(endsAt) > Date.parse(startsAt), {
    path: ['endsAt'],
    error: 'phải sau lúc bắt đầu',
  })
  .refine(({ startsAt, endsAt }) => Date.parse(endsAt) - Date.parse(startsAt) <= LONGEST_DAYS * 86_400_000, {
    path: ['endsAt'],
    error: `ủy quyền nhiều nhất ${LONGEST_DAYS} ngày`,
  });
export type CreateDelegation = z.output<typeof CreateDelegationBody>;

export const DelegationParams = z.object({ id: Id });
