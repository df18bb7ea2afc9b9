import { makeCampaign } from '../factories/campaign.factory.js';
import { type MadeTry, makeTries } from '../factories/ledger.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

let app: TestApp;
let webhook: string;
let gatewayId: string;

beforeAll(async () => {
  app = await startApp();
  const { body } = await app.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'Điện thoại văn phòng',
      kind: 'smsgate',
      config: { url: 'http://127.0.0.1:9', username: 'sms', signed: false },
      secrets: { password: 'mat-khau' },
    },
  });
  expect(body.partsPerSecond).toBe(0.028);
  gatewayId = body.id;
  webhook = body.webhookUrl;
});
afterAll(() => app.close());

async function aTryOf(parts: number): Promise<MadeTry> {
  const campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
  const [made] = await makeTries(app.sql, { campaignId, gatewayId });
  await app.sql.execute('update attempts set parts = $2 where delivery_id = $1', [made!.deliveryId, parts]);
  return made!;
}

async function says(event: string, made: MadeTry, id: string, more = {}): Promise<void> {
  const body = JSON.stringify({ event, id, payload: { messageId: made.reference, ...more } });
  expect((await fetch(webhook, { method: 'POST', body })).status).toBe(200);
}

const stateOf = async ({ deliveryId }: MadeTry) => {
  const [row] = await app.sql.query<{ state: string }>('select state from deliveries where id = $1', [
    deliveryId,
  ]);
  return row!.state;
};
const countOf = async ({ deliveryId }: MadeTry) => {
  const [row] = await app.sql.query<{ n: number }>(
    'select count(*)::int as n from receipts where delivery_id = $1 and tries > 0',
    [deliveryId],
  );
  return row!.n;
};

it('a message is delivered when every one of its parts is, and a part that is told twice counts once', async () => {
  const made = await aTryOf(3);
  await says('sms:delivered', made, 'e1');
  await says('sms:delivered', made, 'e1');
  await says('sms:delivered', made, 'e2');
  await eventually(async () => expect(await countOf(made)).toBe(3));
  expect(await stateOf(made)).toBe('accepted');
  await says('sms:delivered', made, 'e3');
  await eventually(async () => expect(await stateOf(made)).toBe('delivered'));
});

it('a message of one part is delivered with its one word', async () => {
  const made = await aTryOf(1);
  await says('sms:delivered', made, 'f1');
  await eventually(async () => expect(await stateOf(made)).toBe('delivered'));
});

it('a message of which a part fails is undelivered', async () => {
  const made = await aTryOf(2);
  await says('sms:delivered', made, 'g1');
  await says('sms:failed', made, 'g2', { reason: 'RESULT_ERROR_NO_SERVICE' });
  await eventually(async () => expect(await stateOf(made)).toBe('undelivered'));
});
