import { z } from 'zod';
import { Id } from '../platform/http/page.js';

const Day = z.iso.date({ error: 'phải có dạng năm-tháng-ngày, ví dụ 2027-02-06' });
const Amount = z
  .int({ error: 'phải là số nguyên đồng' })
  .min(0, { error: 'không được âm' })
  .max(1_000_000_000_000, { error: 'số tiền quá lớn' });

export const BudgetSchema = z
  .object({
    id: Id,
    areaId: Id,
    areaName: z.string(),
    startsOn: z.string(),
    endsOn: z.string(),
    amountVnd: z.int(),
    spentVnd: z.int().describe('Brought up to date while campaigns run'),
    committedVnd: z.int().describe('What released campaigns that have not ended may still cost'),
    state: z.enum(['within', 'warning', 'exhausted', 'lifted']).describe('`warning` from 80 % on'),
    liftedAt: z.string().nullable(),
    liftedReason: z.string().nullable(),
  })
  .meta({ id: 'Budget' });
export type BudgetView = z.output<typeof BudgetSchema>;

export const BudgetList = z.object({ items: z.array(BudgetSchema) });

export const CreateBudgetBody = z
  .strictObject({ areaId: Id, startsOn: Day, endsOn: Day, amountVnd: Amount })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ['endsOn'],
    error: 'không được trước ngày bắt đầu',
  });
export type CreateBudget = z.output<typeof CreateBudgetBody>;

export const ChangeBudgetBody = z.strictObject({
  amountVnd: Amount.optional(),
  lift: z
    .strictObject({ reason: z.string().trim().min(1, { error: 'hãy ghi lý do' }).max(500) })
    .nullable()
    .optional()
    .describe('Lets spending go on beyond the amount; null: no more'),
});
export type ChangeBudget = z.output<typeof ChangeBudgetBody>;

export const BudgetParams = z.object({ id: Id });
