import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { cleanField, requiredField } from './area.schema.js';

const EffectiveOn = z.iso
  .date()
  .describe('The day from which the change holds, as the decision says; today where it is left out');

export const MergeAreasBody = z.strictObject({
  areaIds: z.array(Id).min(1).max(50).describe('Areas that end; all they hold goes into this one'),
  name: requiredField(200).optional().describe('The new name of this area, where the decision gives one'),
  sameCodes: z
    .enum(['refuse', 'keep-as-note'])
    .default('refuse')
    .describe(
      'What becomes of a household code that two of the areas have: refuse, or keep it as a note of the moved one',
    ),
  effectiveOn: EffectiveOn.optional(),
});
export type MergeAreas = z.output<typeof MergeAreasBody>;

const Part = z
  .strictObject({
    name: requiredField(200),
    code: cleanField(50).nullish(),
    areaIds: z.array(Id).max(200).default([]).describe('Areas directly below that go into this part'),
    householdIds: z
      .array(Id)
      .max(20_000)
      .default([])
      .describe('Households of the area itself that go into this part'),
    addressContains: requiredField(200)
      .optional()
      .describe('Or all households of the area itself with this text in their address, accents or not'),
  })
  .refine(
    (part) => part.areaIds.length + part.householdIds.length > 0 || part.addressContains !== undefined,
    {
      error: 'phải nói những hộ hoặc khu dân cư nào thuộc phần này',
    },
  );

export const SplitAreaBody = z.strictObject({
  parts: z.array(Part).min(1).max(50).describe('New areas beside this one; what no part names stays'),
  effectiveOn: EffectiveOn.optional(),
});
export type SplitArea = z.output<typeof SplitAreaBody>;

export const AreaChangeSchema = z
  .object({
    id: Id,
    kind: z.enum(['renamed', 'moved', 'merged', 'split']),
    areaId: Id,
    areaName: z.string(),
    effectiveOn: z.iso.date(),
    at: z.iso.datetime(),
    by: z.string(),
    from: z.array(z.string()).describe('Names before: of the area, or of the areas that ended'),
    to: z.array(z.string()).describe('Names after: of the area, or of its new parts'),
    households: z.number().int().describe('Households that moved'),
    renamed: z
      .array(z.object({ from: z.string(), to: z.string() }))
      .describe('Areas below that got another name, because theirs was taken'),
    undoneAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AreaChange' });
export type AreaChangeView = z.output<typeof AreaChangeSchema>;

export const AreaHistorySchema = z.object({
  changes: z.array(AreaChangeSchema),
  aliases: z.array(z.object({ name: z.string(), kind: z.enum(['renamed', 'merged', 'former-unit']) })),
});
export type AreaHistory = z.output<typeof AreaHistorySchema>;

export const AreaChangeParams = z.object({ changeId: Id });
