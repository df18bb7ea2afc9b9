import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.js';
import type { Account } from '../../src/domain/delivery-states.js';
import type { Config } from '../../src/platform/config/config.schema.js';
import type { TestDatabase } from '../support/database.js';
import { makeArea } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const KEY = 'khoa-thu-nghiem';

/** A commune with one hamlet, an operator, and people who work there. */
export interface Story extends TestApp {
  simulator: Simulator;
  communeId: string;
  hamletId: string;
  gatewayId: string;
  /** Writes and submits a campaign as the propagandist; answers its id. */
  submitted(change?: Record<string, unknown>): Promise<string>;
  /** Writes, submits, approves. */
  approved(change?: Record<string, unknown>): Promise<string>;
  account(campaignId: string): Promise<Account>;
  /** Waits until the campaign is in `state`; answers its account. */
  reaches(campaignId: string, state: string, timeoutMs?: number): Promise<Account>;
  /** Waits until the campaign has ended and no receipt is to come any more; answers its account. */
  settles(campaignId: string): Promise<Account>;
  /** What the operator says reached the phones. */
  reached(): Promise<{ reference: string; phone: string; count: number; at: string }[]>;
}

/** Starts the app and the operator, each on a free port, with an account at the operator that may send at any hour. */
export async function startStory({
  config = {},
  operator = {},
  gateway = {},
}: {
  config?: Partial<Config> & { database?: TestDatabase };
  operator?: Partial<SimulatorOptions>;
  gateway?: Record<string, unknown>;
} = {}): Promise<Story> {
  const simulator = await startSimulator({ port: 0, key: KEY, receiptDelayMs: 20, ...operator });
  const app = await startApp(config);
  const communeId = await makeArea(app.sql, { name: 'Xã An Bình', level: 'commune' });
  const hamletId = await makeArea(app.sql, { name: 'Ấp 1', parentId: communeId });
  const made = await app.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'Nhà mạng thử',
      kind: 'simulator',
      config: { url: simulator.url, idempotent: operator.idempotent ?? true },
      secrets: { key: KEY },
      partsPerSecond: 5000,
      pricePerPartVnd: 350,
      hours: { open: '00:00', close: '24:00' },
      ...gateway,
    },
  });
  if (made.status !== 201) {
    await app.close();
    await simulator.stop();
    throw new Error(JSON.stringify(made.body));
  }
  const gatewayId: string = made.body.id;

  const submitted = async (change: Record<string, unknown> = {}) => {
    const { status, body } = await app.api('/campaigns', {
      method: 'POST',
      as: 'propagandist',
      body: {
        title: 'Phòng cháy chữa cháy',
        ignoreHolidays: true,
        audience: { areaIds: [communeId] },
        steps: [
          { channel: 'sms', gatewayId, text: 'Gửi hộ {chủ hộ}, {khu dân cư}: hãy kiểm tra bếp và ổ điện.' },
        ],
        ...change,
      },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    await app.api(`/campaigns/${body.id}/submit`, { method: 'POST', as: 'propagandist' });
    return body.id as string;
  };
  const account = async (id: string) =>
    (await app.api(`/campaigns/${id}`, { as: 'propagandist' })).body.account as Account;

  const reaches: Story['reaches'] = async (id, state, timeoutMs = 90_000) => {
    await eventually(
      async () => {
        const { body } = await app.api(`/campaigns/${id}`, { as: 'propagandist' });
        if (body.state !== state)
          throw new Error(`the campaign is ${body.state}: ${JSON.stringify(body.account)}`);
      },
      { timeoutMs, everyMs: 50 },
    );
    return account(id);
  };

  return {
    ...app,
    simulator,
    communeId,
    hamletId,
    gatewayId,
    submitted,
    approved: async (change) => {
      const id = await submitted(change);
      await app.api(`/campaigns/${id}/approve`, { method: 'POST', as: 'approver' });
      return id;
    },
    account,
    reaches,
    settles: async (id) => {
      await reaches(id, 'completed');
      return eventually(
        async () => {
          const now = await account(id);
          if (now.planned + now.accepted > 0) throw new Error(`still to come: ${JSON.stringify(now)}`);
          return now;
        },
        { timeoutMs: 60_000 },
      );
    },
    reached: async () => {
      const text = await (await fetch(`${simulator.url}/admin/log`)).text();
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { reference: string; phone: string; count: number; at: string });
    },
    close: async () => {
      await app.close();
      await simulator.stop();
    },
  };
}
