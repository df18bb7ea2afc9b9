import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl, shortText } from '../operator-url.schema.js';

/** Settings of a Stringee project; the secret of its API key is the secret `keySecret`. */
export const StringeeConfig = z.strictObject({
  url: operatorUrl('https://api.stringee.com/v1/sms'),
  keySid: shortText('API key SID của Stringee'),
  /** Brandname. */
  from: shortText('brandname đã đăng ký', 30),
  /** Stringee's shared brandname sends a template; our text is then its only parameter. */
  template: z.string().trim().min(1).max(100, 'Dài quá 100 ký tự.').optional(),
  errorCodes: ownErrorCodes,
  connection,
});
export type StringeeConfig = z.infer<typeof StringeeConfig>;
