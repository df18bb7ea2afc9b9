import { z } from 'zod';

/** Days on which nothing is sent, in Vietnam's calendar. */
export const Holidays = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          day: z.iso.date({ error: 'phải có dạng năm-tháng-ngày, ví dụ 2027-02-06' }),
          name: z.string().trim().min(1, { error: 'hãy ghi tên ngày nghỉ' }).max(100),
        }),
      )
      .max(2000, { error: 'nhiều nhất 2.000 ngày' })
      .refine((items) => new Set(items.map((item) => item.day)).size === items.length, {
        error: 'có ngày được ghi hai lần',
      }),
  })
  .meta({ id: 'Holidays' });
export type Holidays = z.output<typeof Holidays>;
