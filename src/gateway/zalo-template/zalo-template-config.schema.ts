import { z } from 'zod';
import { ZALO_HOSTS, zaloAccount, zaloAddress } from '../zalo/zalo-account.schema.js';

/** Settings of an account that sends approved templates to phones (ZBS Template Message, formerly ZNS). */
export const ZaloTemplateConfig = z.strictObject({
  ...zaloAccount,
  url: zaloAddress(ZALO_HOSTS.business),
  /** `development`: Zalo sends only to administrators of the app and the OA, from a wallet of its own. */
  mode: z.enum(['live', 'development'], { error: 'Là live hoặc development.' }).default('live'),
  /** `3` sends beyond the quota, for accounts that Zalo has allowed it. */
  sendingMode: z.enum(['1', '3'], { error: 'Là "1" hoặc "3".' }).optional(),
  /** Messages a day at most, where that shall be fewer than Zalo allows. */
  dailyQuota: z
    .int({ error: 'Phải là số nguyên.' })
    .min(1, 'Ít nhất 1 tin mỗi ngày.')
    .max(10_000_000)
    .optional(),
});
export type ZaloTemplateConfig = z.infer<typeof ZaloTemplateConfig>;
