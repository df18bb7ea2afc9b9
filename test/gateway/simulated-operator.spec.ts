import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayError } from '../../src/gateway/gateway-error.js';
import type { GatewayEvent } from '../../src/gateway/gateway.js';
import { SimulatorConfig } from '../../src/gateway/simulator/simulator-config.schema.js';
import { SimulatorGateway } from '../../src/gateway/simulator/simulator.gateway.js';
import { BEHAVIOURS } from '../../src/simulator/behaviours.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.js';
import { eventually } from '../support/eventually.js';

const KEY = 'khoa';

let simulator: Simulator;
let gateway: SimulatorGateway;
let webhook: http.Server;
let callbackUrl: string;
let events: (GatewayEvent & { at: number })[];
let failures = 0;

async function begin(options: Partial<SimulatorOptions> = {}): Promise<void> {
  simulator = await startSimulator({ port: 0, key: KEY, receiptDelayMs: 20, lateReceiptMs: 200, ...options });
  gateway = new SimulatorGateway(
    SimulatorConfig.parse({ url: simulator.url }),
    { key: KEY },
    { connections: 8, answerTimeoutMs: 300 },
  );
  events = [];
  failures = 0;
  webhook = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (failures-- > 0) {
        response.writeHead(503).end();
        return;
      }
      const { method, url, headers } = request;
      const call = { method: method!, path: url!, query: '', headers, body: Buffer.concat(chunks) };
      for (const event of gateway.parseWebhook(call)) events.push({ ...event, at: performance.now() });
      response.end('OK');
    });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  callbackUrl = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/webhooks/7/token`;
}

afterEach(async () => {
  await simulator.stop();
  await gateway.close();
  webhook.closeAllConnections();
  await new Promise((resolve) => webhook.close(resolve));
});

let serial = 0;
function send(ending: string, reference = `abc12301${(++serial).toString(36)}`) {
  const sending = gateway.send(
    { reference, phone: `+849123456${ending}`, text: 'Xin chào', parts: 1, encoding: 'ucs2', callbackUrl },
    new AbortController().signal,
  );
  return { reference, sending };
}

async function outcomeOf(sending: Promise<unknown>): Promise<string> {
  return sending.then(
    () => 'accepted',
    (error: unknown) => (error instanceof GatewayError ? error.kind : String(error)),
  );
}

const statusesOf = (reference: string) =>
  events.flatMap((event) =>
    event.type === 'receipt' && event.reference === reference ? [event.status] : [],
  );
const summary = async () =>
  (await fetch(`${simulator.url}/admin/summary`)).json() as Promise<Record<string, number>>;
const admin = (path: string, body: unknown) =>
  fetch(`${simulator.url}/admin/${path}`, { method: 'POST', body: JSON.stringify(body) });

describe('by the last two digits of the number', () => {
  it.each([
    ['00', 'accepted', ['delivered'], 1],
    ['80', 'accepted', ['undelivered'], 1],
    ['81', 'accepted', ['expired'], 1],
    ['82', 'accepted', ['delivered'], 1],
    ['83', 'accepted', ['delivered', 'delivered'], 1],
    ['84', 'accepted', ['delivered'], 1],
    ['85', 'accepted', ['delivered', 'accepted'], 1],
    ['86', 'accepted', [], 1],
    ['87', 'unclear', ['delivered'], 1],
    ['88', 'throttled', [], 0],
    ['89', 'throttled', [], 0],
    ['90', 'unclear', ['delivered'], 1],
    ['91', 'unclear', [], 0],
    ['92', 'unclear', [], 0],
    ['93', 'unclear', ['delivered'], 1],
    ['94', 'unclear', ['delivered'], 1],
    ['95', 'unclear', ['delivered'], 1],
    ['96', 'unclear', ['delivered'], 1],
    ['97', 'bad-recipient', [], 0],
    ['98', 'opted-out', [], 0],
    ['99', 'bad-content', [], 0],
  ])('…%s is %s, with the receipts %j', async (ending, outcome, statuses, taken) => {
    await begin();
    const { reference, sending } = send(ending);
    expect(await outcomeOf(sending)).toBe(outcome);
    await eventually(() => expect(statusesOf(reference)).toEqual(statuses));
    expect(await summary()).toMatchObject({ messages: taken, duplicates: 0 });
  });

  it('every ending of the table is tried above', () => {
    expect([...BEHAVIOURS.keys()]).toEqual(Array.from({ length: 20 }, (_, index) => String(80 + index)));
    return begin();
  });

  it('the receipt that comes before the answer does come before it', async () => {
    await begin();
    const { sending } = send('84');
    await sending;
    expect(events).toHaveLength(1);
  });

  it('a throttled phone is taken when it is sent again', async () => {
    await begin();
    const first = await send('88').sending.catch((error: unknown) => error);
    expect(first).toMatchObject({ kind: 'throttled', retryAfterMs: 1_000 });
    expect(await outcomeOf(send('88').sending)).toBe('accepted');
  });
});

describe('a repeated reference', () => {
  it('reaches the phone once at an idempotent operator', async () => {
    await begin();
    const { reference, sending } = send('00');
    const { operatorId } = await sending;
    expect((await send('00', reference).sending).operatorId).toBe(operatorId);
    expect(await summary()).toMatchObject({
      requests: 2,
      repeats: 1,
      messages: 1,
      sendings: 1,
      duplicates: 0,
    });
  });

  it('reaches the phone twice at a plain one, and the log says so', async () => {
    await begin({ idempotent: false });
    const { reference, sending } = send('00');
    await sending;
    await send('00', reference).sending;
    expect(await summary()).toMatchObject({ messages: 1, sendings: 2, duplicates: 1 });
    const log = (await (await fetch(`${simulator.url}/admin/log`)).text()).trim();
    expect(JSON.parse(log)).toMatchObject({ reference, phone: '+84912345600', count: 2 });
  });
});

describe('who asks by reference', () => {
  it('learns what became of a message that was never answered, and nothing of one that was not taken', async () => {
    await begin();
    const [lost, never] = [send('90'), send('91')];
    await Promise.all([outcomeOf(lost.sending), outcomeOf(never.sending)]);
    const found = await gateway.queryStatus([lost.reference, never.reference], AbortSignal.timeout(2_000));
    expect(found).toMatchObject([{ type: 'receipt', reference: lost.reference, status: 'delivered' }]);
  });
});

describe('a webhook that is away', () => {
  it('gets its receipt later', async () => {
    await begin();
    failures = 1;
    const { reference, sending } = send('00');
    await sending;
    await eventually(() => expect(statusesOf(reference)).toEqual(['delivered']));
    expect((await summary()).receipts).toMatchObject({ delivered: 1, failed: 0, waiting: 0 });
  });
});

describe('the admin pages', () => {
  it('change what an ending does, and forget everything at a reset', async () => {
    await begin();
    await admin('behaviour', { ending: '07', behaviour: 'bad-recipient' });
    expect(await outcomeOf(send('07').sending)).toBe('bad-recipient');
    await admin('behaviour', { ending: '*', behaviour: 'delivered' });
    expect(await outcomeOf(send('99').sending)).toBe('accepted');
    await admin('reset', {});
    expect(await summary()).toMatchObject({ requests: 0, messages: 0 });
    expect(await outcomeOf(send('99').sending)).toBe('bad-content');
    expect((await admin('behaviour', { ending: '7', behaviour: 'x' })).status).toBe(400);
  });

  it('let a household answer', async () => {
    await begin();
    await admin('inbound', { from: '+84912345678', text: 'TC', callbackUrl });
    await eventually(() =>
      expect(events).toMatchObject([{ type: 'inbound', phone: '+84912345678', text: 'TC' }]),
    );
  });
});

describe('an operator in trouble', () => {
  it('fails the share of requests that it was told to', async () => {
    await begin({ errorRate: 1 });
    expect(await outcomeOf(send('00').sending)).toBe('unclear');
    expect(await summary()).toMatchObject({ messages: 0, refused: 1 });
  });

  it('answers after its latency', async () => {
    await begin({ latencyMs: 80 });
    const began = performance.now();
    await send('00').sending;
    expect(performance.now() - began).toBeGreaterThan(75);
  });
});
