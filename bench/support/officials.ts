import { PASSWORD } from '../drill/stage.js';
import { Client } from './client.js';
import { OPERATOR_KEY } from './simulator.js';

/** One who writes campaigns and keeps accounts, and one who releases them, over the HTTP API. */
export class Officials {
  private constructor(
    readonly admin: Client,
    private readonly approver: Client,
  ) {}

  static async signIn(apiUrl: string): Promise<Officials> {
    const admin = await new Client(apiUrl).login('admin', PASSWORD);
    const person = { username: 'nguoi-duyet', displayName: 'Người duyệt', roles: ['approver'] };
    return new Officials(admin, await admin.engage(person, PASSWORD));
  }

  /** An account at the simulated operator that may send at any hour. */
  account(simulatorUrl: string, partsPerSecond: number): Promise<{ id: string; webhookUrl: string }> {
    return this.admin.post('/gateways', {
      name: `Đo ${partsPerSecond}/s`,
      kind: 'simulator',
      config: { url: simulatorUrl },
      secrets: { key: OPERATOR_KEY },
      partsPerSecond,
      hours: { open: '00:00', close: '24:00' },
    });
  }

  /** Writes a campaign, hands it in and has it released; answers its id. */
  async release(
    areaId: string,
    step: { gatewayId: string; text: string },
    change: Record<string, unknown> = {},
  ): Promise<string> {
    const { id } = await this.admin.post<{ id: string }>('/campaigns', {
      title: 'Đo',
      audience: { areaIds: [areaId] },
      steps: [{ channel: 'sms', unaccented: true, ...step }],
      ignoreHolidays: true,
      ...change,
    });
    await this.admin.post(`/campaigns/${id}/submit`);
    await this.approver.post(`/campaigns/${id}/approve`);
    return id;
  }
}
