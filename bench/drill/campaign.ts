import { Client, until } from '../support/client.js';
import { OPERATOR_KEY } from '../support/simulator.js';
import { PASSWORD } from './stage.js';

const TEXT = 'UBND {xã}: Kính gửi hộ {chủ hộ}, {khu dân cư}: hãy kiểm tra bếp và ổ điện. Từ chối: soạn TC';

/** The account at the operator: parts per second are no limit here, so that every kill comes at full speed. */
const SHARED = {
  name: 'Diễn tập',
  partsPerSecond: 100_000,
  pricePerPartVnd: 350,
  // A simulated phone does not ring: a drill may run at night.
  hours: { open: '00:00', close: '24:00' },
};

/** An operator that delivers one reference once. */
function idempotentAccount(url: string) {
  return { ...SHARED, kind: 'simulator', config: { url }, secrets: { key: OPERATOR_KEY } };
}

/** An operator behind the configurable gateway: it promises nothing for a repeated reference and cannot be asked. */
function plainAccount(url: string) {
  return {
    ...SHARED,
    kind: 'http',
    config: {
      request: {
        method: 'POST',
        url: `${url}/send`,
        headers: { authorization: 'Bearer {secret.key}' },
        body: {
          type: 'json',
          value: { reference: '{reference}', to: '{phone}', text: '{text}', callbackUrl: '{callbackUrl}' },
        },
      },
      success: { json: { path: 'status', equals: ['accepted'] } },
      operatorId: { path: 'id' },
      receipts: {
        reference: 'body.reference',
        operatorId: 'body.id',
        status: 'body.status',
        statuses: {
          accepted: 'accepted',
          delivered: 'delivered',
          undelivered: 'undelivered',
          expired: 'expired',
        },
        code: 'body.code',
        time: { field: 'body.at', format: 'iso' },
      },
      signature: { header: 'x-simulator-signature', secret: 'key' },
    },
    secrets: { key: OPERATOR_KEY },
  };
}

/** Has one person write a campaign for an area and another release it; answers its id. */
export async function startCampaign(
  apiUrl: string,
  simulatorUrl: string,
  areaId: string,
  gateway: 'idempotent' | 'plain',
): Promise<string> {
  const admin = await new Client(apiUrl).login('admin', PASSWORD);
  const person = { username: 'nguoi-duyet', displayName: 'Người duyệt', roles: ['approver'] };
  const approver = await admin.engage(person, PASSWORD);
  const account = gateway === 'idempotent' ? idempotentAccount(simulatorUrl) : plainAccount(simulatorUrl);
  const { id: gatewayId } = await admin.post<{ id: string }>('/gateways', account);
  const { id } = await admin.post<{ id: string }>('/campaigns', {
    title: 'Diễn tập',
    audience: { areaIds: [areaId] },
    steps: [{ channel: 'sms', gatewayId, text: TEXT }],
    ignoreHolidays: true,
  });
  await admin.post(`/campaigns/${id}/submit`);
  await approver.post(`/campaigns/${id}/approve`);
  await until(async () => {
    const { plannedAt } = await admin.get<{ plannedAt: string | null }>(`/campaigns/${id}`);
    return plannedAt ?? undefined;
  }, 120_000);
  return id;
}
