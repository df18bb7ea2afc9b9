import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl } from '../operator-url.schema.js';

/** Settings of a SpeedSMS account; its access token is the secret `token`. */
export const SpeedsmsConfig = z
  .strictObject({
    url: operatorUrl('https://api.speedsms.vn/index.php'),
    /** 2: random number, 3: own brandname, 4: SpeedSMS's Notify or Verify, 5: own Android phone. */
    smsType: z.union([z.literal(2), z.literal(3), z.literal(4), z.literal(5)], {
      error: 'Loại tin là 2, 3, 4 hoặc 5.',
    }),
    /** Brandname, or the phone's device id. */
    sender: z.string().trim().max(100, 'Dài quá 100 ký tự.').default(''),
    /** Replies come to the same webhook; their fields are not documented in full. */
    inbound: z
      .strictObject({
        phoneField: z.string().min(1).max(50).default('phone'),
        textField: z.string().min(1).max(50).default('content'),
      })
      .optional(),
    errorCodes: ownErrorCodes,
    connection,
  })
  .refine(({ smsType, sender }) => (smsType !== 3 && smsType !== 5) || sender !== '', {
    path: ['sender'],
    error: 'Loại tin này cần tên người gửi (brandname hoặc mã thiết bị).',
  });
export type SpeedsmsConfig = z.infer<typeof SpeedsmsConfig>;
