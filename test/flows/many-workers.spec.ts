import { join } from 'node:path';
import { runDrill, runToJson } from '../support/drill.js';
import { itWhen } from '../support/needs.js';
import { makeNetwork, type Network, whyNoNetwork } from '../support/network.js';
import { hasRedis } from '../support/redis.js';

const PATIENCE_MS = 10 * 60_000;
const TYPESCRIPT = join(__dirname, '../support/typescript.mjs');
const STORY = join(__dirname, 'cut-off-host.ts');

/** What `cut-off-host.ts` tells. */
interface Told {
  households: number;
  lost: number;
  duplicates: number;
  inDoubt: number;
  onItsWay: number;
  takenBack: number;
  isSettled: boolean;
  addsUp: boolean;
  sentByHost: number[];
  crashes: number;
}

describe('three workers and one campaign', () => {
  // An operator that takes its time: two workers could have sent a quick one everything before the third asked for work.
  const share = (...args: string[]) =>
    runDrill(
      ...'--kills 0 --workers 3 --households 12000 --latency-ms 250 --seconds-max 480'.split(' '),
      ...args,
    );

  it(
    'all of them send, on the PostgreSQL backend, and each household gets one message',
    async () => {
      const { line, code } = await share();
      expect(line).toMatchObject({ messages: 12_000, lost: 0, duplicates: 0, inDoubt: 0 });
      expect(line.sentByWorker).toHaveLength(3);
      expect(Math.min(...line.sentByWorker)).toBeGreaterThan(0);
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );

  itWhen(hasRedis, 'redis-server is not installed')(
    'all of them send, on Redis, and each household gets one message',
    async () => {
      const { line, code } = await share('--backend', 'redis');
      expect(line).toMatchObject({ messages: 12_000, lost: 0, duplicates: 0, inDoubt: 0 });
      expect(Math.min(...line.sentByWorker)).toBeGreaterThan(0);
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );
});

describe('three hosts, one of which is cut off in the middle of a campaign', () => {
  const why = whyNoNetwork();
  let network: Network | undefined;
  afterEach(() => {
    network?.remove();
    network = undefined;
  });

  const cutOff = async (backend: string, gateway: string): Promise<Told> => {
    network = makeNetwork(3);
    const { hub, hubAddress, hosts } = network;
    const node = [process.execPath, '--import', TYPESCRIPT, STORY];
    const args = ['netns', 'exec', hub, ...node, hub, hubAddress, backend, gateway, ...hosts];
    return (await runToJson<Told>('ip', args)).line;
  };

  itWhen(!why, why ?? '')(
    'what it held is sent by the others under the same reference, and its late answers double nothing',
    async () => {
      const told = await cutOff('postgres', 'idempotent');
      expect(told).toMatchObject({ isSettled: true, addsUp: true, lost: 0, duplicates: 0, inDoubt: 0 });
      expect(told.onItsWay).toBeGreaterThan(0);
      expect(told.takenBack).toBeGreaterThan(0);
      expect(told.crashes).toBe(0);
      expect(Math.min(...told.sentByHost)).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  itWhen(!why && hasRedis, why ?? 'redis-server is not installed')(
    'nobody sends again what an operator without promises may have, and its late answers end the doubt',
    async () => {
      const told = await cutOff('redis', 'plain');
      expect(told).toMatchObject({ isSettled: true, addsUp: true, lost: 0, duplicates: 0, crashes: 0 });
      expect(told.onItsWay).toBeGreaterThan(0);
      expect(told.takenBack).toBeGreaterThan(0);
      expect(told.inDoubt).toBeLessThan(told.onItsWay);
    },
    PATIENCE_MS,
  );
});
