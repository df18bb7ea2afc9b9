import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runnableBinaries } from '../../src/platform/embedded-postgres/binaries.js';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/embedded-postgres.js';
import { clusterOwner, findHome } from '../../src/platform/embedded-postgres/home.js';
import { chooseRunAs, POSTGRES_ENVIRONMENT } from '../../src/platform/embedded-postgres/run-as.js';

const PORT = 5432;

/**
 * The Postgres that the product brings, listening on an address that other hosts reach, as a server of an office would;
 * the product's own listens on 127.0.0.1 only. To be run inside the namespace whose address it is.
 */
export async function startHubPostgres(
  dataDir: string,
  address: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const own = await startEmbeddedPostgres({ dataDir });
  await own.stop();
  const home = (await findHome(dataDir))!;
  const runAs = chooseRunAs(await clusterOwner(home));
  const native = await runnableBinaries(runAs, dataDir);
  await appendFile(join(home.cluster, 'pg_hba.conf'), `\nhost all all ${address}/24 scram-sha-256\n`);
  const settings = {
    listen_addresses: address,
    port: PORT,
    unix_socket_directories: '',
    max_connections: 200,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', home.cluster, ...args], {
    cwd: '/',
    env: POSTGRES_ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...runAs,
  });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`postgres ended:\n${said.join('\n')}`)));
  });
  const url = new URL(own.url);
  url.hostname = address;
  url.port = String(PORT);
  return {
    url: url.href,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
}
