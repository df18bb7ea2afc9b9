import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';

const programs = Object.fromEntries(
  ['bearerbox', 'smsbox'].map((name) => [
    name,
    ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin']
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path)),
  ]),
);

/** Whether Kannel (Debian's `kannel`) is installed. */
export const hasKannel = programs.bearerbox !== undefined && programs.smsbox !== undefined;

export interface Kannel {
  /** What an account's `request.url` is. */
  sendsmsUrl: string;
  username: string;
  password: string;
  /** Kannel's own words about its state. */
  status(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A real Kannel (bearerbox and smsbox) on free ports, whose only carrier is a simulator: an http SMSC in Kannel's own
 * format, with delivery reports back. `docs/gateways/kannel.md` shows the same configuration for a real carrier.
 */
export async function startKannel(simulator: { url: string; key: string }): Promise<Kannel> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-luat-kannel-'));
  const [admin, box, smsc, sendsms] = (await freePorts(4)) as [number, number, number, number];
  const user = { username: 'loaluat', password: 'mat-khau-kannel' };
  const file = join(folder, 'kannel.conf');
  await writeFile(file, configuration({ folder, admin, box, smsc, sendsms, simulator, ...user }));
  const children: ChildProcess[] = [];
  const kill = (): void => children.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', kill);
  const run = (program: string): void => {
    children.push(spawn(programs[program]!, [file], { cwd: folder, stdio: 'ignore' }));
  };
  const status = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${admin}/status.txt?password=admin`)).text();
  const stop = async (): Promise<void> => {
    // The smsbox first: bearerbox waits for its boxes.
    for (const child of children.reverse()) await end(child);
    process.off('exit', kill);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    run('bearerbox');
    await eventually(async () => (await status()).includes('online'), { timeoutMs: 60_000 });
    run('smsbox');
    await eventually(async () => (await status()).includes('smsbox:'), { timeoutMs: 60_000 });
    await eventually(() => fetch(`http://127.0.0.1:${sendsms}/`), { timeoutMs: 60_000 });
  } catch (error) {
    const log = await readFile(join(folder, 'bearerbox.log'), 'utf8').catch(() => 'it left no log');
    await stop();
    throw new Error(`Kannel did not start: ${log.split('\n').slice(-5).join('\n')}`, { cause: error });
  }
  return { sendsmsUrl: `http://127.0.0.1:${sendsms}/cgi-bin/sendsms`, ...user, status, stop };
}

interface Settings {
  folder: string;
  admin: number;
  box: number;
  smsc: number;
  sendsms: number;
  simulator: { url: string; key: string };
  username: string;
  password: string;
}

function configuration({
  folder,
  admin,
  box,
  smsc,
  sendsms,
  simulator,
  username,
  password,
}: Settings): string {
  return `
group = core
admin-port = ${admin}
admin-password = admin
admin-interface = 127.0.0.1
smsbox-port = ${box}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
log-level = 1
log-file = "${join(folder, 'bearerbox.log')}"
dlr-storage = internal

group = smsc
smsc = http
smsc-id = simulator
system-type = kannel
smsc-username = kannel
smsc-password = ${simulator.key}
port = ${smsc}
send-url = "${simulator.url}/cgi-bin/sendsms"
dlr-url = "http://127.0.0.1:${smsc}/?username=kannel&password=${simulator.key}"
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${box}
sendsms-port = ${sendsms}
sendsms-interface = 127.0.0.1
global-sender = LOALUAT
log-level = 1
log-file = "${join(folder, 'smsbox.log')}"

group = sendsms-user
username = ${username}
password = ${password}
max-messages = 10
concatenation = true
`;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
