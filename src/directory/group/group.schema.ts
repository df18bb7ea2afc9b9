import { z } from 'zod';
import { Id, PageQuery, pageOf } from '../../platform/http/page.js';
import { cleanField, requiredField } from '../area.schema.js';

/** What the members of a group by filter have in common: it is looked up whenever the group is used. */
export const GroupFilterSchema = z.strictObject({
  q: z.string().max(200).optional().describe('Beginnings of words of name, address or code'),
  reach: z.enum(['sms', 'zalo', 'none']).optional(),
  refused: z.boolean().optional(),
  neverReached: z.boolean().optional(),
  missingPhone: z.boolean().optional(),
});

export const GroupSchema = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string().nullable(),
    areaId: Id.nullable().describe('Its members lie at or below this area; null: anywhere'),
    kind: z.enum(['static', 'filter']),
    filter: GroupFilterSchema.nullable(),
    members: z
      .number()
      .int()
      .nullable()
      .describe('Members in your areas; null for a filter, whose households GET /households/count says'),
    version: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Group' });
export type GroupView = z.output<typeof GroupSchema>;

export const GroupPage = pageOf(GroupSchema);
export const GroupQuery = PageQuery.extend({ q: z.string().max(200).optional().describe('Part of a name') });
export type GroupQuery = z.output<typeof GroupQuery>;
export const GroupParams = z.object({ id: Id });

export const CreateGroupBody = z.strictObject({
  name: requiredField(200),
  description: cleanField(1000).nullish(),
  areaId: Id.nullish(),
  kind: z.enum(['static', 'filter']).default('static'),
  filter: GroupFilterSchema.optional(),
});
export type CreateGroup = z.output<typeof CreateGroupBody>;

export const ChangeGroupBody = z.strictObject({
  name: requiredField(200).optional(),
  description: cleanField(1000).nullable().optional(),
  filter: GroupFilterSchema.optional().describe('Of a group by filter'),
  version: z.number().int().positive().optional().describe('409 when it has changed since'),
});
export type ChangeGroup = z.output<typeof ChangeGroupBody>;

const HouseholdIds = z.array(Id).min(1).max(1000);

export const AddMembersBody = z.union([
  z.strictObject({ householdIds: HouseholdIds }),
  z.strictObject({
    areaId: Id.describe('Everybody at or below this area …'),
    where: GroupFilterSchema.optional().describe('… who has this in common'),
  }),
]);
export type AddMembers = z.output<typeof AddMembersBody>;

export const RemoveMembersBody = z.strictObject({ householdIds: HouseholdIds });
export type RemoveMembers = z.output<typeof RemoveMembersBody>;

export const MembersChanged = z.object({ households: z.number().int().nonnegative() });
