import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl, shortText } from '../operator-url.schema.js';

/** Settings of a VNPT/VinaPhone "smsbn" account, as they stand in its contract; its password is the secret `apiPass`. */
export const VnptConfig = z.strictObject({
  /** Plain HTTP, and only from addresses that VNPT has been told. */
  url: operatorUrl('http://113.185.0.35:8888/smsbn/api'),
  apiUser: shortText('tài khoản API (APIUSER)'),
  username: shortText('tên người dùng (USERNAME)'),
  agentId: shortText('mã đại lý (AGENTID)'),
  labelId: shortText('mã brandname (LABELID)'),
  contractId: shortText('mã hợp đồng (CONTRACTID)'),
  /** 1: customer care. */
  contractTypeId: z.string().trim().min(1).max(20).default('1'),
  templateId: shortText('mã mẫu tin (TEMPLATEID)'),
  /** Number of the template's parameter that takes the whole text. */
  parameter: z
    .string()
    .regex(/^\d{1,3}$/, 'Số thứ tự tham số là một số.')
    .default('1'),
  saleOrderId: z.string().trim().max(50).optional(),
  packageId: z.string().trim().max(50).optional(),
  errorCodes: ownErrorCodes,
  connection,
});
export type VnptConfig = z.infer<typeof VnptConfig>;
