import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl, shortText } from '../operator-url.schema.js';

/** Settings of an eSMS account; its keys are the secrets `apiKey` and `secretKey`. */
export const EsmsConfig = z.strictObject({
  url: operatorUrl('https://rest.esms.vn/MainService.svc/json'),
  brandname: shortText('brandname đã đăng ký', 30),
  /** 2: customer care. The advertising call takes 30 numbers at least and is not used. */
  smsType: z
    .string()
    .regex(/^\d{1,2}$/, 'Loại tin là một số.')
    .default('2'),
  /** eSMS checks everything, sends nothing, charges nothing and reports nothing. */
  sandbox: z.boolean({ error: 'Là true hoặc false.' }).default(false),
  /** Shown in eSMS's own lists. */
  campaign: z.string().trim().max(254, 'Dài quá 254 ký tự.').optional(),
  /** For how long eSMS blocks a RequestId that it has seen; the vendor says 24 h in one place, "in the day" in another. */
  duplicateGuardHours: z
    .int({ error: 'Phải là số giờ nguyên.' })
    .min(0, 'Không được âm.')
    .max(24, 'Nhiều nhất 24 giờ.')
    .default(24),
  /** Households write to a short code; eSMS then signs with the secret `shortCodeKey`. */
  shortCode: z.boolean({ error: 'Là true hoặc false.' }).default(false),
  errorCodes: ownErrorCodes,
  connection,
});
export type EsmsConfig = z.infer<typeof EsmsConfig>;
