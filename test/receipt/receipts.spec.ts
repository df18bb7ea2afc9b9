import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { makeCampaign } from '../factories/campaign.factory.js';
import { type MadeTry, makeTries, recordTry } from '../factories/ledger.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const KEY = 'khoa-thu-nghiem';

let app: TestApp;
let gatewayId: string;
let webhook: string;
let campaignId: string;

beforeAll(async () => {
  app = await startApp();
  const created = await app.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'Cổng mô phỏng',
      kind: 'simulator',
      config: { url: 'http://127.0.0.1:9' },
      secrets: { key: KEY },
      partsPerSecond: 100,
    },
  });
  expect(created.status).toBe(201);
  gatewayId = created.body.id;
  webhook = created.body.webhookUrl;
  campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
});

afterAll(() => app.close());

type Status = 'accepted' | 'delivered' | 'undelivered' | 'expired';

function receipt(reference: string, status: Status, { id = 'op1', at = new Date() } = {}): string {
  return JSON.stringify({ type: 'receipt', reference, id, status, code: '0', at: at.toISOString() });
}

async function post(body: string, { url = webhook, key = KEY } = {}): Promise<number> {
  const signature = createHmac('sha256', key).update(body).digest('hex');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-simulator-signature': signature },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

async function stateOf({ deliveryId }: Pick<MadeTry, 'deliveryId'>): Promise<string> {
  const [row] = await app.sql.query<{ state: string }>('select state from deliveries where id = $1', [
    deliveryId,
  ]);
  return row!.state;
}

async function outcomeOf({ deliveryId, attempt }: Pick<MadeTry, 'deliveryId' | 'attempt'>): Promise<string> {
  const [row] = await app.sql.query<{ outcome: string }>(
    'select outcome from attempts where delivery_id = $1 and attempt = $2',
    [deliveryId, attempt],
  );
  return row!.outcome;
}

async function allApplied(): Promise<void> {
  await eventually(async () => {
    const [row] = await app.sql.query<{ n: number }>(
      'select count(*)::int as n from receipts where applied_at is null',
    );
    expect(row!.n).toBe(0);
  });
}

async function receiptCount(): Promise<number> {
  const [row] = await app.sql.query<{ n: number }>('select count(*)::int as n from receipts');
  return row!.n;
}

const aTry = async (made: { state?: string; outcome?: string | null; operatorId?: string } = {}) =>
  (await makeTries(app.sql, { campaignId, gatewayId, ...made }))[0]!;

describe('a receipt', () => {
  it('is in the database when the operator gets its 200', async () => {
    const { reference, deliveryId } = await aTry();
    expect(await post(receipt(reference, 'delivered'))).toBe(200);
    const rows = await app.sql.query(
      'select reference, delivery_id, status from receipts where reference = $1',
      [reference],
    );
    expect(rows).toEqual([{ reference, delivery_id: deliveryId, status: 'delivered' }]);
  });

  it.each([
    ['delivered', 'delivered'],
    ['undelivered', 'undelivered'],
    ['expired', 'undelivered'],
    ['accepted', 'accepted'],
  ] as const)('that says %s leaves an accepted delivery %s', async (status, state) => {
    const made = await aTry();
    expect(await post(receipt(made.reference, status))).toBe(200);
    await allApplied();
    expect(await stateOf(made)).toBe(state);
    expect(await outcomeOf(made)).toBe(state);
  });

  it('takes a delivery out of doubt', async () => {
    const [reached, taken] = [
      await aTry({ state: 'in_doubt', outcome: 'in_doubt' }),
      await aTry({ state: 'in_doubt', outcome: 'in_doubt' }),
    ];
    await post(receipt(reached.reference, 'delivered'));
    await post(receipt(taken.reference, 'accepted'));
    await allApplied();
    expect(await stateOf(reached)).toBe('delivered');
    expect(await stateOf(taken)).toBe('accepted');
    expect(await outcomeOf(taken)).toBe('accepted');
  });

  it('counts once when it comes twice', async () => {
    const made = await aTry();
    await Promise.all([
      post(receipt(made.reference, 'delivered')),
      post(receipt(made.reference, 'delivered')),
    ]);
    await allApplied();
    expect(await stateOf(made)).toBe('delivered');
    const outcomes = await app.sql.query<{ outcome: string }>(
      'select outcome from receipts where reference = $1 order by outcome',
      [made.reference],
    );
    expect(outcomes.map((row) => row.outcome)).toEqual(['applied', 'redundant']);
  });

  it('that comes late and out of order never takes a delivery back', async () => {
    const made = await aTry();
    await post(receipt(made.reference, 'delivered'));
    await allApplied();
    await post(receipt(made.reference, 'accepted'));
    await post(receipt(made.reference, 'undelivered'));
    await allApplied();
    expect(await stateOf(made)).toBe('delivered');
    expect(await outcomeOf(made)).toBe('delivered');
  });

  it('after an expired deadline still counts', async () => {
    const made = await aTry({ state: 'expired', outcome: 'expired' });
    await post(receipt(made.reference, 'delivered'));
    await allApplied();
    expect(await stateOf(made)).toBe('delivered');
  });

  it('that overtakes our own record of the send waits for it and then decides', async () => {
    const made = await aTry({ state: 'sending', outcome: null });
    expect(await post(receipt(made.reference, 'delivered'))).toBe(200);
    await eventually(async () => {
      const [row] = await app.sql.query<{ tries: number }>(
        'select tries from receipts where reference = $1',
        [made.reference],
      );
      expect(row!.tries).toBeGreaterThan(0);
    });
    expect(await stateOf(made)).toBe('sending');
    await recordTry(app.sql, made, { gatewayId });
    await app.sql.execute(`update deliveries set state = 'accepted' where id = $1`, [made.deliveryId]);
    await allApplied();
    expect(await stateOf(made)).toBe('delivered');
  });

  it('without our reference is matched by the id that the operator gave the message', async () => {
    const made = await aTry({ operatorId: 'op-77' });
    await post(receipt('somebody-elses-name', 'delivered', { id: 'op-77' }));
    await allApplied();
    expect(await stateOf(made)).toBe('delivered');
  });

  it('with an id that is not known yet is matched once the answer is recorded', async () => {
    await post(receipt('no-reference-of-ours', 'delivered', { id: 'op-88' }));
    const made = await aTry({ operatorId: 'op-88' });
    await allApplied();
    expect(await stateOf(made)).toBe('delivered');
  });

  it('for nobody is kept for three days and then given up', async () => {
    await post(receipt('nobody', 'delivered', { id: 'op-none' }));
    await eventually(async () => {
      const [row] = await app.sql.query<{ tries: number }>(
        `select tries from receipts where operator_id = 'op-none'`,
      );
      expect(row!.tries).toBeGreaterThan(0);
    });
    await app.sql.execute(
      `update receipts set received_at = now() - interval '4 days', retry_at = now() where operator_id = 'op-none'`,
    );
    await allApplied();
    const [row] = await app.sql.query<{ outcome: string }>(
      `select outcome from receipts where operator_id = 'op-none'`,
    );
    expect(row!.outcome).toBe('unknown');
  });

  it('of an earlier attempt that reached the household counts for the household', async () => {
    const made = await aTry();
    await app.sql.execute('update deliveries set attempt = 2 where id = $1', [made.deliveryId]);
    await recordTry(app.sql, { deliveryId: made.deliveryId, attempt: 2 }, { gatewayId });
    await post(receipt(made.reference, 'undelivered'));
    await allApplied();
    expect(await stateOf(made)).toBe('accepted');
    expect(await outcomeOf(made)).toBe('undelivered');
  });

  it('keeps the account of the campaign right', async () => {
    const campaign = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
    const made = await makeTries(app.sql, { campaignId: campaign, gatewayId, count: 30 });
    await Promise.all(
      made.flatMap(({ reference }, index) => {
        const status = index % 3 === 0 ? 'undelivered' : 'delivered';
        return [post(receipt(reference, status)), post(receipt(reference, status))];
      }),
    );
    await allApplied();
    const account = await app.sql.query<{ state: string; n: number }>(
      `select state, sum(deliveries)::int as n
         from (select campaign_id, state, deliveries from campaign_account
               union all select campaign_id, state, deliveries from campaign_account_delta) a
        where campaign_id = $1 group by state having sum(deliveries) <> 0 order by state::text`,
      [campaign],
    );
    expect(account).toEqual([
      { state: 'delivered', n: 20 },
      { state: 'undelivered', n: 10 },
    ]);
  });
});

describe('a forged call', () => {
  it('with a wrong token is not found, and nothing of it is kept', async () => {
    const made = await aTry();
    const before = await receiptCount();
    const url = webhook.replace(/[^/]+$/, 'x'.repeat(32));
    expect(await post(receipt(made.reference, 'delivered'), { url })).toBe(404);
    expect(
      await post(receipt(made.reference, 'delivered'), {
        url: webhook.replace(/webhooks\/\d+/, 'webhooks/999999'),
      }),
    ).toBe(404);
    expect(
      await post(receipt(made.reference, 'delivered'), {
        url: webhook.replace(/webhooks\/\d+/, 'webhooks/1%27or'),
      }),
    ).toBe(404);
    expect(await receiptCount()).toBe(before);
  });

  it('with a wrong signature is refused, and nothing of it is kept', async () => {
    const made = await aTry();
    const before = await receiptCount();
    expect(await post(receipt(made.reference, 'delivered'), { key: 'wrong' })).toBe(401);
    expect(await receiptCount()).toBe(before);
    expect(await stateOf(made)).toBe('accepted');
  });

  it('through one account says nothing about the messages of another', async () => {
    const other = await app.api('/gateways', {
      method: 'POST',
      as: 'admin',
      body: {
        name: 'Cổng khác',
        kind: 'simulator',
        config: { url: 'http://127.0.0.1:9' },
        secrets: { key: KEY },
        partsPerSecond: 1,
      },
    });
    const made = await aTry({ operatorId: 'op-99' });
    expect(
      await post(receipt(made.reference, 'undelivered', { id: 'op-99' }), { url: other.body.webhookUrl }),
    ).toBe(200);
    await eventually(async () => {
      const [row] = await app.sql.query<{ tries: number }>(
        'select tries from receipts where gateway_id = $1',
        [other.body.id],
      );
      expect(row!.tries).toBeGreaterThan(0);
    });
    expect(await stateOf(made)).toBe('accepted');
    await app.sql.execute('delete from receipts where gateway_id = $1', [other.body.id]);
  });
});

describe('a call that says nothing', () => {
  it.each([
    ['an empty body', '', 'application/json'],
    ['rubbish', '{"type":', 'application/json'],
    ['a page', '<html></html>', 'text/html'],
    ['no content type', 'x', ''],
    ['a content type that is none', 'x', 'nonsense'],
  ])('is refused: %s', async (_, body, type) => {
    const before = await receiptCount();
    const signature = createHmac('sha256', KEY).update(body).digest('hex');
    const answer = await fetch(webhook, {
      method: 'POST',
      headers: { 'x-simulator-signature': signature, 'content-type': type },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await receiptCount()).toBe(before);
  });

  it('and is too long is refused', async () => {
    const answer = await fetch(webhook, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
  });
});

describe('the door of the operators', () => {
  it('takes what comes in pieces, and a reference behind the address', async () => {
    const made = await aTry();
    const body = receipt(made.reference, 'delivered');
    const answer = await fetch(`${webhook}/${made.reference}?x=1`, {
      method: 'POST',
      headers: { 'x-simulator-signature': createHmac('sha256', KEY).update(body).digest('hex') },
      body: Readable.toWeb(Readable.from([Buffer.from(body.slice(0, 40)), Buffer.from(body.slice(40))])),
      duplex: 'half',
    } as RequestInit);
    expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
    await allApplied();
    expect(await stateOf(made)).toBe('delivered');
  });

  it('refuses what comes in pieces and does not end', async () => {
    const logged = app.logs.length;
    const piece = new Uint8Array(64 * 1024).fill(120);
    const pieces = Readable.toWeb(Readable.from(Array.from({ length: 17 }, () => piece)));
    const answer = await fetch(webhook, {
      method: 'POST',
      body: pieces,
      duplex: 'half',
    } as RequestInit).catch(
      // It may close the connection before all was sent.
      () => undefined,
    );
    expect([413, undefined]).toContain(answer?.status);
    await eventually(() => expect(app.logs.slice(logged).join('\n')).toMatch(/webhook\.refused.*413/));
  });

  it('is for what operators do: other methods and addresses find nothing', async () => {
    for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS'])
      expect([method, (await fetch(webhook, { method })).status]).toEqual([method, 404]);
    for (const url of [`${webhook}/a/b`, `${webhook}/`, webhook.replace(/[^/]+$/, '')])
      expect([url, (await fetch(url, { method: 'POST' })).status]).toEqual([url, 404]);
  });

  it('forgets a call that breaks off', async () => {
    const before = await receiptCount();
    const logged = app.logs.length;
    const { hostname, port, pathname } = new URL(webhook);
    const caller = connect(Number(port), hostname, () => {
      caller.write(`POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"type":`);
      setImmediate(() => caller.destroy());
    });
    await eventually(() =>
      expect(app.logs.slice(logged).join('\n')).toMatch(/webhook\.refused.*"status":400/),
    );
    expect(await receiptCount()).toBe(before);
    expect(app.logs.slice(logged).join('\n')).not.toContain('webhook.failed');
  });
});

describe('what a household says', () => {
  it('is kept with its number and its words', async () => {
    const body = JSON.stringify({
      type: 'inbound',
      from: '+84912345678',
      text: 'TC\u0000 xin thôi',
      id: 'in1',
      at: new Date().toISOString(),
    });
    expect(await post(body)).toBe(200);
    const rows = await app.sql.query(`select phone, text from receipts where kind = 'inbound'`);
    expect(rows).toEqual([{ phone: '+84912345678', text: 'TC xin thôi' }]);
    await eventually(async () => {
      const [read] = await app.sql.query(`select phone, text from replies`);
      expect(read).toEqual({ phone: '+84912345678', text: 'TC xin thôi' });
    });
  });
});

it('no log line holds a phone number, a key or the webhook token', async () => {
  const lines = app.logs.join('\n');
  expect(lines).not.toMatch(/\+?849\d{8}/);
  expect(lines).not.toContain(KEY);
  expect(lines).not.toContain(webhook.split('/').at(-1)!);
});
