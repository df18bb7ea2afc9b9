import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl, shortText } from '../operator-url.schema.js';

const contentType = (standard: string) =>
  z
    .string()
    .regex(/^\w{1,4}$/, 'Loại nội dung là một chữ hoặc số ngắn.')
    .default(standard);

/** Settings of a Viettel brandname account (SOAP "bulkSms"); its password is the secret `password`. */
export const ViettelConfig = z.strictObject({
  /** The contract names the address; plain HTTP, and only from addresses that Viettel has been told. */
  url: operatorUrl('http://ams.tinnhanthuonghieu.vn:8009/bulkapi'),
  user: shortText('tài khoản (User)'),
  cpCode: shortText('mã đối tác (CPCode)'),
  /** Brandname. */
  serviceId: shortText('brandname (ServiceID)', 30),
  /** Integrators use both names, with the same arguments. */
  operation: z.enum(['wsCpMt', 'wsCpMt2'], { error: 'Lệnh gửi là wsCpMt hoặc wsCpMt2.' }).default('wsCpMt'),
  commandCode: z.string().trim().min(1).max(50).default('bulksms'),
  /** What integrators use; the contract's manual has the last word. */
  contentTypes: z
    .strictObject({ plain: contentType('0'), unicode: contentType('1') })
    .default({ plain: '0', unicode: '1' }),
  errorCodes: ownErrorCodes,
  connection,
});
export type ViettelConfig = z.infer<typeof ViettelConfig>;
