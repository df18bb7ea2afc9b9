import { z } from 'zod';
import { Id } from '../../platform/http/page.js';
import { requiredField } from '../area.schema.js';

const Code = z.string().regex(/^(\d{2}|\d{5})$/, { error: 'mã tỉnh có 2 chữ số, mã xã có 5 chữ số' });

export const OfficialUnitSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    level: z.enum(['province', 'commune']),
    provinceCode: z.string(),
    provinceName: z.string(),
    formerNames: z.array(z.string()).describe('Units of before July 2025 that lie in it, whole or in part'),
    areaId: Id.nullable().describe('Your area with this code, where there is one'),
  })
  .meta({ id: 'OfficialUnit' });
export type OfficialUnitView = z.output<typeof OfficialUnitSchema>;

export const OfficialUnitsSchema = z.object({ items: z.array(OfficialUnitSchema) });

export const OfficialUnitQuery = z.object({
  q: z.string().max(200).default('').describe('Part of a name, accents or not, or a code'),
  provinceCode: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type OfficialUnitQuery = z.output<typeof OfficialUnitQuery>;

export const TodayQuery = z.object({
  address: requiredField(500).describe('An address in today’s two levels or the three of before July 2025'),
});

export const AdoptUnitBody = z.strictObject({
  code: Code.describe('Of a province or a commune'),
  withCommunes: z.boolean().default(false).describe('Of a province: all its communes, too'),
});
export type AdoptUnit = z.output<typeof AdoptUnitBody>;

export const AdoptedSchema = z.object({
  areaId: Id,
  created: z
    .number()
    .int()
    .describe('Areas that were made; those that were there already are left as they are'),
});
