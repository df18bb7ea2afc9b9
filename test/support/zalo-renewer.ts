// A process of its own that renews the token of one OA, for tests that kill it: `node … zalo-renewer.ts '{"url":…}'`.
import { pino } from 'pino';
import { ZaloGrantsRepository } from '../../src/gateway/zalo/zalo-grants.repository.js';
import { ZaloTokensService } from '../../src/gateway/zalo/zalo-tokens.service.js';
import { Audit } from '../../src/identity/audit.js';
import type { Config } from '../../src/platform/config/config.schema.js';
import { openPool } from '../../src/platform/database/open-pool.js';
import { Sql } from '../../src/platform/database/sql.js';
import { OutgoingGuard } from '../../src/platform/http-client/outgoing-guard.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';

const { database, secretKey, stale, ...renewer } = JSON.parse(process.argv[2]!) as {
  database: string;
  secretKey: string;
  stale: string;
  ownerId: string;
  appId: string;
  oaId: string;
  oauthUrl: string;
  appSecret: string;
};
const sql = new Sql(openPool({ connectionString: database, max: 3 }));
const tokens = new ZaloTokensService(
  new ZaloGrantsRepository(sql, new SecretBox({ SECRET_KEY: secretKey } as Config)),
  sql,
  new Audit(sql),
  new Metrics(),
  new OutgoingGuard('127.0.0.1'),
  pino({ enabled: false }),
);
process.stdout.write(`${await tokens.of(renewer).renewed(stale, new AbortController().signal)}\n`);
process.exit(0);
