import { z } from 'zod';
import { ZALO_HOSTS, zaloAccount, zaloAddress } from '../zalo/zalo-account.schema.js';

/** Settings of an account that writes to people whom the OA knows by their user ids. */
export const ZaloOaConfig = z.strictObject({
  ...zaloAccount,
  url: zaloAddress(ZALO_HOSTS.oa),
  /** Where the list of templates is kept. */
  templatesUrl: zaloAddress(ZALO_HOSTS.business),
});
export type ZaloOaConfig = z.infer<typeof ZaloOaConfig>;
