import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl, shortText } from '../operator-url.schema.js';

/** Settings of an FPT SMS brandname account; its secrets are `clientId` and `clientSecret`. */
export const FptConfig = z.strictObject({
  /** `https://sandbox.sms.fpt.net` tries it out; some contracts name `http://api01.sms.fpt.net`. */
  url: operatorUrl('https://app.sms.fpt.net'),
  brandname: shortText('brandname đã đăng ký', 30),
  /** `send_brandname_otp` is customer care. */
  scope: z.string().trim().min(1).max(200).default('send_brandname_otp'),
  /** Added to FPT's interface in 2021: off where an older one refuses it. */
  sendsRequestId: z.boolean({ error: 'Là true hoặc false.' }).default(true),
  errorCodes: ownErrorCodes,
  connection,
});
export type FptConfig = z.infer<typeof FptConfig>;
