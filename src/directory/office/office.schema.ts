import { z } from 'zod';
import { cleanField, requiredField } from '../area.schema.js';

/** What an office writes at the head and the foot of its papers (Decree 30/2020/NĐ-CP). */
export const OfficeBody = z.strictObject({
  above: cleanField(200).default('').describe('The office above it: ỦY BAN NHÂN DÂN TỈNH …'),
  name: requiredField(200).describe('Its own name: ỦY BAN NHÂN DÂN XÃ …'),
  place: cleanField(100).default('').describe('The place that stands before the date'),
  signerTitle: cleanField(100).default('').describe('Who signs: CHỦ TỊCH, CÔNG CHỨC TƯ PHÁP – HỘ TỊCH …'),
  phone: cleanField(50).default('').describe('Where households can ask'),
});
export type Office = z.output<typeof OfficeBody>;

export const OfficeSchema = OfficeBody.extend({
  isSet: z.boolean().describe('False: made from the names of the areas, because nobody has entered one'),
}).meta({ id: 'Office' });
export type OfficeView = z.output<typeof OfficeSchema>;
