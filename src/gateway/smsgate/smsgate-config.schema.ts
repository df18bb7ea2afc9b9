import { z } from 'zod';
import { connection } from '../connection.schema.js';

/** What most carriers bear from an ordinary SIM: 30 to 200 an hour (the vendor's word, FACTS §6.1). */
export const PHONE_PARTS_PER_SECOND = 0.028;

const account = z.strictObject({
  mode: z
    .enum(['local', 'cloud', 'private'])
    .default('local')
    .describe("`local`: the phone itself, on the office's network; else a server in between"),
  url: z
    .url({ protocol: /^https?$/, error: 'Địa chỉ phải bắt đầu bằng http:// hoặc https://.' })
    .describe(
      '`http://<phone>:8080`, `https://api.sms-gate.app/3rdparty/v1`, or the same path of your own server',
    ),
  auth: z
    .enum(['basic', 'jwt'])
    .default('basic')
    .describe('`jwt`: a token for an hour instead of the password with every message; servers only'),
  username: z.string().min(1, { error: 'hãy ghi tên đăng nhập hiện trong ứng dụng' }).max(200),
  deviceId: z.string().max(100).optional().describe('Which phone, where a server knows several'),
  simNumber: z.int().min(1).max(3).optional().describe('Which SIM of the phone'),
  ttlMinutes: z
    .int()
    .min(1)
    .max(10_080)
    .optional()
    .describe('What has not left the phone by then is given up'),
  oldFields: z
    .boolean()
    .default(false)
    .describe('For apps from before `textMessage`: the text goes into `message`'),
  signed: z.boolean().default(true).describe('Webhooks carry a signature; the key stands in the app'),
  signatureMinutes: z
    .int()
    .min(1)
    .max(4_320)
    .default(30)
    .describe('How far the time of a signed webhook may be off: the clock of a phone is seldom right'),
  connection,
});

/** An Android phone with the SMSGate app, reached in one of its three modes. */
export const SmsGateConfig = account.refine(({ mode, auth }) => mode !== 'local' || auth === 'basic', {
  path: ['auth'],
  error: 'Điện thoại không cấp token (JWT): chỉ máy chủ (cloud, private) mới cấp.',
});
export type SmsGateConfig = z.output<typeof SmsGateConfig>;
