import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl, shortText } from '../operator-url.schema.js';

/** Settings of a VietGuys account; its password is the secret `password`. */
export const VietguysConfig = z.strictObject({
  url: operatorUrl('https://cloudsms.vietguys.biz:4438/api/index.php'),
  username: shortText('tên tài khoản VietGuys'),
  /** Brandname. */
  from: shortText('brandname đã đăng ký', 30),
  /** Their support sends reports to our webhook once it knows the address. */
  receipts: z.boolean({ error: 'Là true hoặc false.' }).default(true),
  errorCodes: ownErrorCodes,
  connection,
});
export type VietguysConfig = z.infer<typeof VietguysConfig>;
