// One embedded Postgres for the whole run, started when the first test asks for a database: a run of pure tests never does.
// TEST_DATABASE_URL (a superuser's, of any Postgres 15 or later) takes its place.
import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './typescript.mjs';

const PREFIX = 'loa-luat-test-';

export default async function setUp() {
  process.env.TEST_RUN = randomBytes(4).toString('hex');
  if (process.env.TEST_DATABASE_URL) return;
  const { deleteEmbeddedPostgres, startEmbeddedPostgres } =
    await import('../../src/platform/embedded-postgres/embedded-postgres.ts');
  const { makeThrowAwayFolder } = await import('../../src/platform/embedded-postgres/throw-away-folder.ts');

  let started;
  const start = async () => {
    await sweep(deleteEmbeddedPostgres);
    const dataDir = await makeThrowAwayFolder(PREFIX);
    const postgres = await startEmbeddedPostgres({ dataDir });
    const stop = async () => {
      await postgres.stop();
      await deleteEmbeddedPostgres(dataDir);
      await rm(dataDir, { recursive: true });
    };
    return { url: postgres.url, stop };
  };

  const doorbell = createServer((request, response) => {
    // A connection kept open may close just as a later test writes to it.
    response.setHeader('connection', 'close');
    started ??= start();
    started.then(
      ({ url }) => response.end(url),
      (error) => response.writeHead(500).end(error.message),
    );
  });
  await new Promise((resolve) => doorbell.listen(0, '127.0.0.1', resolve));
  doorbell.unref();
  process.env.TEST_POSTGRES_DOORBELL = `http://127.0.0.1:${doorbell.address().port}`;

  globalThis.stopTestPostgres = async () => {
    doorbell.close();
    doorbell.closeAllConnections();
    const running = await started?.catch(() => undefined);
    await running?.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => void globalThis.stopTestPostgres().finally(() => process.exit(1)));
  }
}

/** Removes what killed runs left: their servers and folders. A folder of a live run is in use and stays. */
async function sweep(deleteEmbeddedPostgres) {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    try {
      if (Date.now() - (await stat(folder)).mtimeMs < 60_000) continue;
      await deleteEmbeddedPostgres(folder);
      await rm(folder, { recursive: true });
    } catch (error) {
      // In use, or another user's: not ours to remove.
      if (error.name !== 'EmbeddedPostgresError' && !['EACCES', 'EPERM', 'ENOENT'].includes(error.code))
        throw error;
    }
  }
}
