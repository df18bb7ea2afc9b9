import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** Addresses of the hosts: they exist only inside the namespaces that a test makes. */
const HUB_ADDRESS = '10.77.0.1';
const hostAddress = (index: number) => `10.77.0.${index + 2}`;

function ip(...args: string[]): void {
  const { status, error, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}

/** A hub and some hosts, each a network namespace of its own, joined by a bridge in the hub. */
export interface Network {
  hub: string;
  hubAddress: string;
  hosts: string[];
  /** Removes the namespaces, and with them every address and link. */
  remove(): void;
}

/** Makes the namespaces. Throws with the program's words where the machine does not allow it. */
export function makeNetwork(hostCount: number): Network {
  const run = randomBytes(3).toString('hex');
  const hub = `loaluat-${run}-hub`;
  const hosts = Array.from({ length: hostCount }, (_, index) => `loaluat-${run}-${index}`);
  const made: string[] = [];
  const remove = () => {
    for (const name of made.splice(0)) ip('netns', 'del', name);
  };
  try {
    for (const name of [hub, ...hosts]) {
      ip('netns', 'add', name);
      made.push(name);
      ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    ip('-n', hub, 'link', 'add', 'br0', 'type', 'bridge');
    ip('-n', hub, 'addr', 'add', `${HUB_ADDRESS}/24`, 'dev', 'br0');
    ip('-n', hub, 'link', 'set', 'br0', 'up');
    for (const [index, host] of hosts.entries()) {
      const port = portOf(index);
      ip('link', 'add', port, 'netns', hub, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', host);
      ip('-n', hub, 'link', 'set', port, 'master', 'br0', 'up');
      ip('-n', host, 'addr', 'add', `${hostAddress(index)}/24`, 'dev', 'eth0');
      ip('-n', host, 'link', 'set', 'eth0', 'up');
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { hub, hubAddress: HUB_ADDRESS, hosts, remove };
}

/** The hub's end of a host's line. */
export function portOf(index: number): string {
  return `host${index}`;
}

/** Pulls a host's plug at the hub, or puts it back: packets are lost in both directions, and nobody is told. */
export function plug(hub: string, index: number, isIn: boolean): void {
  ip('-n', hub, 'link', 'set', portOf(index), isIn ? 'up' : 'down');
}

/** Why there can be no network namespaces here; undefined where there can. For `itWhen(!why, why)`. */
export function whyNoNetwork(): string | undefined {
  try {
    makeNetwork(1).remove();
    return undefined;
  } catch (error) {
    return `no network namespaces here (${(error as Error).message.slice(0, 80)})`;
  }
}
