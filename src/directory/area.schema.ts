import { z } from 'zod';
import { cleanText } from '../domain/vietnamese.js';
import { Id, PageQuery, pageOf } from '../platform/http/page.js';
import { AREA_LEVELS } from './area.entity.js';

/** Text that a person typed: NFC, single spaces, no invisible characters. */
export const cleanField = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanText)
    .pipe(z.string().max(max));
export const requiredField = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform(cleanText)
    .pipe(z.string().min(1).max(max));

const Level = z
  .enum(AREA_LEVELS)
  .describe('province (tỉnh), commune (xã, phường, đặc khu), neighbourhood (thôn, ấp, khu phố, tổ)');

export const AreaSchema = z
  .object({
    id: Id,
    name: z.string(),
    level: z.enum(AREA_LEVELS),
    parentId: Id.nullable(),
    code: z.string().nullable(),
    path: z.string().describe('Ids from the root, this area included: `/1/5/12/`'),
    validFrom: z.iso.date().nullable(),
    closedOn: z.iso.date().nullable().describe('The day on which the area ended; it stays for past reports'),
    mergedInto: Id.nullable().describe('The area that took it in'),
    households: z.number().int().describe('Households in this area and everything below it'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Area' });
export type AreaView = z.output<typeof AreaSchema>;

export const AreaPage = pageOf(AreaSchema);

export const AreaQuery = PageQuery.extend({
  parentId: Id.optional().describe('Only the direct children of this area'),
  under: Id.optional().describe('Only this area and everything below it'),
  q: z.string().max(200).optional().describe('Part of a name, with or without accents; former names count'),
  code: z.string().max(50).optional().describe('The official code'),
  closed: z.stringbool().default(false).describe('Areas that have ended, too'),
});
export type AreaQuery = z.output<typeof AreaQuery>;

export const CreateAreaBody = z.strictObject({
  name: requiredField(200),
  level: Level,
  parentId: Id.nullish(),
  code: cleanField(50).nullish(),
  validFrom: z.iso.date().nullish().describe('The day from which the area exists'),
});
export type CreateArea = z.output<typeof CreateAreaBody>;

export const ChangeAreaBody = z.strictObject({
  name: requiredField(200).optional(),
  level: Level.optional(),
  parentId: Id.nullable()
    .optional()
    .describe('Moves the area with everything below it; null makes it a root'),
  code: cleanField(50).nullable().optional(),
  validFrom: z.iso.date().nullable().optional(),
  effectiveOn: z.iso
    .date()
    .optional()
    .describe('The day of a new name or place, for the history; today where it is left out'),
});
export type ChangeArea = z.output<typeof ChangeAreaBody>;

export const AreaParams = z.object({ id: Id });
