import { z } from 'zod';
import { Id } from '../platform/http/page.js';

export const VERDICTS = ['delivered', 'not-delivered', 'send-again'] as const;

export const DoubtVerdictBody = z.strictObject({
  deliveryIds: z
    .array(Id)
    .min(1, { error: 'hãy chọn ít nhất một tin' })
    .max(10_000, { error: 'mỗi lần chọn nhiều nhất 10.000 tin' })
    .optional()
    .describe('Without it, all deliveries of the campaign that are in doubt'),
  verdict: z
    .enum(VERDICTS, { error: `kết luận là một trong: ${VERDICTS.join(', ')}` })
    .describe('`send-again` sends once more, though the first message may have arrived'),
});
export type DoubtVerdict = z.output<typeof DoubtVerdictBody>;

export const DoubtsDecided = z.object({ changed: z.int().nonnegative() });
