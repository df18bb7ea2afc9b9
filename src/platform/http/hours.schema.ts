import { z } from 'zod';

const Clock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'phải có dạng giờ:phút, ví dụ 07:00' });

/** When messages may leave (`Hours` of `domain/quiet-hours.ts`), in Vietnam's time; days from 1 (Monday) to 7. */
export const HoursSchema = z
  .strictObject({
    open: Clock,
    close: Clock,
    days: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
    closedDates: z.array(z.iso.date()).max(366).optional(),
  })
  .describe('Sending window, Asia/Ho_Chi_Minh');
