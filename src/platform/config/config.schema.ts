import { z } from 'zod';
import { parseAllowed } from '../http-client/outgoing-addresses.js';

const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `phải là địa chỉ ${protocols.join(' hoặc ')}://…`,
  });
const secretKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, {
    error: 'phải là 64 chữ số hệ 16 (32 byte), ví dụ từ lệnh: openssl rand -hex 32',
  })
  .optional();
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/**
 * Every setting of the app, by environment variable. `.env.example` and `docs/configuration.md` are generated from
 * the descriptions here; nothing else in the project reads `process.env`.
 */
export const ConfigSchema = z.object({
  ROLE: z
    .enum(['all', 'api', 'worker'])
    .default('all')
    .describe('What this process does: serve HTTP (`api`), send (`worker`), or both (`all`).'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on; `0.0.0.0` for every network interface.'),
  PORT: count(0, 65535).default(3000).describe('Port to listen on; 0 takes a free one.'),
  WORKER_PORT: count(0, 65535)
    .default(0)
    .describe(
      'Port of health and metrics of a process with `ROLE=worker`; 0 takes a free one on the loopback address.',
    ),
  PUBLIC_URL: url('http', 'https')
    .optional()
    .describe(
      'Address under which operators reach this server; receipts are called back to it. Default: the address it listens on.',
    ),
  TRUST_PROXY: z
    .stringbool()
    .default(false)
    .describe('Believe `X-Forwarded-For`, `-Proto` and `-Host` as the one reverse proxy in front sets them.'),
  REQUESTS_PER_MINUTE: count(10, 1_000_000)
    .default(1_200)
    .describe('Requests that one account or API key may make in a minute, in each process; more get a 429.'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'What whoever reads `/metrics` sends as `Authorization: Bearer …`. Default: anybody may read it.',
    ),
  OUTGOING_ALLOW: z
    .string()
    .refine((list) => parseAllowed(list) !== undefined, {
      error:
        'phải là danh sách mạng, địa chỉ hoặc tên máy, cách nhau bằng dấu phẩy, ví dụ 10.20.0.0/16, kannel.local',
    })
    .optional()
    .describe(
      'Networks, addresses and names that gateways and webhooks may call beside the public network, as `10.20.0.0/16, kannel.local`: a phone or an operator in a network of your own. Default: none; this machine while `PUBLIC_URL` is unset or names it.',
    ),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('Folder of the embedded Postgres, uploads and the generated secret key.'),
  DATABASE_URL: url('postgres', 'postgresql')
    .optional()
    .describe('Postgres 15 or later. Without it the app starts its own under `DATA_DIR`.'),
  DATABASE_POOL_SIZE: count(2, 200)
    .default(12)
    .describe('Most connections that one process opens to Postgres.'),
  REDIS_URL: url('redis', 'rediss')
    .optional()
    .describe(
      'Redis 6.2 or Valkey with `maxmemory-policy noeviction`. Without it the queue lives in Postgres.',
    ),
  SECRET_KEY: secretKey.describe(
    '32 bytes in hexadecimal that encrypt gateway secrets. Without it one is made and kept in `DATA_DIR/secret.key`.',
  ),
  SECRET_KEY_PREVIOUS: secretKey.describe(
    'The key before `SECRET_KEY`, while it is being changed: still opens, seals nothing. `npm run cli -- rotate-key` ends that.',
  ),
  ADMIN_USERNAME: z
    .string()
    .min(1)
    .default('admin')
    .describe('First administrator, created when there is none.'),
  ADMIN_PASSWORD: z
    .string()
    .min(10, { error: 'phải dài ít nhất 10 ký tự' })
    .optional()
    .describe('Password of the first administrator. Without it one is made and printed once.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
  SESSION_HOURS: count(1, 720).default(12).describe('Hours after which an unused sign-in ends.'),
  TWO_STEP_GRACE_DAYS: count(0, 3650)
    .default(30)
    .describe(
      'Days that administrators and approvers have to turn on the second step of signing in; then nothing else opens to them. 3650 to ask nobody.',
    ),
  OIDC_ISSUER: url('http', 'https')
    .optional()
    .describe('Identity provider (OpenID Connect) beside the passwords; https but on this very machine.'),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('What this installation is called at the provider.'),
  OIDC_CLIENT_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe('Its secret there; register `PUBLIC_URL/api/v1/auth/oidc/callback` as its redirect address.'),
  OIDC_LINK: z
    .enum(['subject', 'email'])
    .default('subject')
    .describe(
      'Whose account somebody of the provider gets: the one they linked themselves (`subject`), or also the one whose username is their verified e-mail (`email`).',
    ),
  OIDC_LABEL: z
    .string()
    .min(1)
    .default('tài khoản công vụ')
    .describe('How the sign-in page calls the accounts of the provider.'),
  UPLOAD_MAX_MB: count(1, 1024)
    .default(128)
    .describe('Largest spreadsheet that can be uploaded, in megabytes.'),
  IMPORT_MAX_ROWS: count(1, 2_000_000).default(1_200_000).describe('Most rows that one import reads.'),
  CHUNK_SIZE: count(10, 5000)
    .default(4000)
    .describe('Deliveries in one dispatch job at most: of a small campaign 1,000.'),
  CHUNKS_AT_ONCE: count(1, 64).default(8).describe('Chunks that one worker sends side by side.'),
  SEND_CONCURRENCY: count(1, 1024)
    .default(64)
    .describe('Requests that one worker has under way at one gateway.'),
  SEND_TIMEOUT_SECONDS: count(1, 300)
    .default(30)
    .describe('Seconds after which an unanswered request is in doubt.'),
  LEASE_SECONDS: count(2, 3600)
    .default(60)
    .describe('Seconds after which a worker that stopped renewing is taken for dead.'),
  BREAKER_SECONDS: z.coerce
    .number()
    .min(0.2)
    .max(3600)
    .default(30)
    .describe(
      'Seconds after which a gateway account that was stopped for its errors is first tried again; doubles up to forty times.',
    ),
  SWEEP_SECONDS: z.coerce
    .number()
    .min(0.2)
    .max(60)
    .default(1)
    .describe('Seconds between two rounds of the sweeper.'),
  SHUTDOWN_SECONDS: count(1, 300)
    .default(25)
    .describe('Seconds that a stopping process may take to finish what is on its way.'),
});

export type Config = z.output<typeof ConfigSchema>;
