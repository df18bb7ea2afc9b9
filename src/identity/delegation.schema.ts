import { z } from 'zod';
import { Id } from '../platform/http/page.js';

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

export const CreateDelegationBody = z
  .strictObject({
    toUsername: z.string().trim().toLowerCase().min(1).max(200).describe('Who releases meanwhile'),
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
