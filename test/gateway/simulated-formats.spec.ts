import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayError } from '../../src/gateway/gateway-error.js';
import type { Gateway, GatewayEvent } from '../../src/gateway/gateway.js';
import type { GatewayKind } from '../../src/gateway/gateway.registry.js';
import { FORMATS } from '../../src/simulator/formats.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { eventually } from '../support/eventually.js';
import { makeGateway } from './make-gateway.js';

const KEY = 'khoa-mo-phong';

interface Account {
  config(url: string): Record<string, unknown>;
  secrets: Record<string, string>;
  /** The receipts of a delivered, an undelivered and a given-up message; none where the operator reports nothing. */
  receipts: [delivered: string[], undelivered: string[], expired: string[]];
  /** What three refusals of the table mean here: number, content, throttled. */
  refusals: [string, string, string];
  /** A code of the operator and what it means. */
  code: [code: string, kind: string];
}

const REPORTS: Account['receipts'] = [['delivered'], ['undelivered'], ['undelivered']];
const SILENT: Account['receipts'] = [[], [], []];

const ACCOUNTS: Partial<Record<GatewayKind, Account>> = {
  esms: {
    config: (url) => ({ url, brandname: 'UBND-XA' }),
    secrets: { apiKey: 'simulator', secretKey: KEY },
    receipts: REPORTS,
    refusals: ['bad-recipient', 'bad-content', 'throttled'],
    code: ['201', 'bad-content'],
  },
  speedsms: {
    config: (url) => ({ url, smsType: 3, sender: 'UBND-XA', inbound: {} }),
    secrets: { token: KEY },
    receipts: REPORTS,
    refusals: ['bad-recipient', 'bad-content', 'throttled'],
    code: ['007', 'misconfigured'],
  },
  vietguys: {
    config: (url) => ({
      url,
      username: 'xa',
      from: 'UBND-XA',
    }),
    secrets: { password: KEY },
    receipts: REPORTS,
    refusals: ['bad-recipient', 'bad-content', 'throttled'],
    code: ['-77', 'rejected'],
  },
  fpt: {
    config: (url) => ({
      url,
      brandname: 'UBND-XA',
      errorCodes: {
        2001: 'throttled',
        2002: 'bad-recipient',
        2004: 'bad-content',
      },
    }),
    secrets: { clientId: 'xa', clientSecret: KEY },
    receipts: SILENT,
    refusals: ['bad-recipient', 'bad-content', 'throttled'],
    code: ['9999', 'rejected'],
  },
  vnpt: {
    config: (url) => ({
      url,
      apiUser: 'xa',
      username: 'xa',
      agentId: '1',
      labelId: '2',
      contractId: '3',
      templateId: '4',
    }),
    secrets: { apiPass: KEY },
    receipts: SILENT,
    refusals: ['bad-recipient', 'bad-content', 'throttled'],
    code: ['33', 'unclear'],
  },
  viettel: {
    config: (url) => ({ url, user: 'xa', cpCode: 'XA', serviceId: 'UBND-XA' }),
    secrets: { password: KEY },
    receipts: SILENT,
    refusals: ['bad-recipient', 'bad-content', 'rejected'],
    code: ['IP_INVALID', 'misconfigured'],
  },
  stringee: {
    config: (url) => ({
      url,
      keySid: 'SK.0.x',
      from: 'UBND-XA',
      errorCodes: { 1: 'throttled', 2: 'bad-recipient', 4: 'bad-content' },
    }),
    secrets: { keySecret: KEY },
    receipts: SILENT,
    refusals: ['bad-recipient', 'bad-content', 'throttled'],
    code: ['77', 'rejected'],
  },
  smsgate: {
    config: (url) => ({ url, mode: 'local', username: 'sms' }),
    secrets: { password: KEY, signingKey: KEY },
    receipts: [['accepted', 'delivered'], ['undelivered'], ['undelivered']],
    refusals: ['bad-recipient', 'rejected', 'throttled'],
    code: ['403', 'misconfigured'],
  },
};
const KINDS = Object.keys(ACCOUNTS) as GatewayKind[];

let simulator: Simulator;
let webhook: http.Server;
let calls = 0;
/** How long the webhook takes for its next answers. */
let pauses: number[] = [];
let gateway: Gateway;
let callbackUrl: string;
let events: GatewayEvent[] = [];
/** Accounts that were begun: each has its own address. */
let begun = 0;

beforeAll(async () => {
  simulator = await startSimulator({
    port: 0,
    key: KEY,
    receiptDelayMs: 20,
    webhookTimeoutMs: 300,
  });
  webhook = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls++;
      const [path, query = ''] = request.url!.split('?', 2) as [string, string?];
      const { method, headers } = request;
      const call = {
        method: method!,
        path,
        query,
        headers,
        body: Buffer.concat(chunks),
      };
      // A call that is repeated late, for the account of the test before, is nobody's here.
      if (request.url!.startsWith(new URL(callbackUrl).pathname)) events.push(...gateway.parseWebhook(call));
      setTimeout(() => response.end('OK'), pauses.shift() ?? 0);
    });
  });
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await simulator.stop();
  webhook.closeAllConnections();
  await new Promise((resolve) => webhook.close(resolve));
});

const admin = async (path: string, body: unknown = {}) =>
  (
    await fetch(`${simulator.url}/admin/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
  ).json();
const log = async () =>
  (await (await fetch(`${simulator.url}/admin/log`)).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { format: string; phone: string; count: number });

let serial = 0;
const newReference = () => `abc12302${(++serial).toString(36)}`;

/** Another account has another address: what is still said of the last one's messages is nobody's. */
function newAddress(): void {
  callbackUrl = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/webhooks/7/token${++begun}`;
}

async function begin(kind: GatewayKind): Promise<void> {
  const account = ACCOUNTS[kind]!;
  gateway = makeGateway(kind, account.config(simulator.url), account.secrets, {
    connections: 4,
    answerTimeoutMs: 2_000,
  });
  events = [];
  newAddress();
  await admin('reset');
  if (gateway.capabilities.receipts === 'push') await admin('callback', { format: kind, url: callbackUrl });
}

function send(ending: string, reference = newReference()) {
  const phone = `+849123456${ending}`;
  return gateway.send(
    {
      reference,
      phone,
      text: 'Kính gửi & <bà con>',
      parts: 1,
      encoding: 'ucs2',
      callbackUrl,
    },
    new AbortController().signal,
  );
}

const outcomeOf = (sending: Promise<unknown>) =>
  sending.then(
    () => 'accepted',
    (error: unknown) => (error instanceof GatewayError ? error.kind : String(error)),
  );
const statuses = () => events.map((event) => (event.type === 'receipt' ? event.status : event.type));

afterEach(async () => {
  await gateway.close();
});

it('every wire format of an operator is tried here', async () => {
  await begin('esms');
  const others = ['native', 'kannel', 'zalo'];
  expect(FORMATS.map(({ name }) => name).filter((name) => !others.includes(name))).toEqual(KINDS);
});

describe.each(KINDS)('the simulated %s', (kind) => {
  const account = ACCOUNTS[kind]!;
  beforeEach(() => begin(kind));

  it('takes messages, logs them and reports what became of them', async () => {
    for (const [index, ending] of ['00', '80', '81'].entries()) {
      events = [];
      expect(await outcomeOf(send(ending))).toBe('accepted');
      await eventually(() => expect(statuses()).toEqual(account.receipts[index]));
    }
    expect(await log()).toMatchObject(
      ['00', '80', '81'].map((ending) => ({
        format: kind,
        phone: `+849123456${ending}`,
        count: 1,
      })),
    );
  });

  it('refuses in its own codes, by the ending of a number or as it was told', async () => {
    const [number, content, throttled] = account.refusals;
    expect(await outcomeOf(send('97'))).toBe(number);
    expect(await outcomeOf(send('99'))).toBe(content);
    expect(await outcomeOf(send('89'))).toBe(throttled);
    const [code, meaning] = account.code;
    await admin('behaviour', { ending: '05', code, format: kind });
    expect(await outcomeOf(send('05'))).toBe(meaning);
  });

  it('breaks its answers, and then nobody knows', async () => {
    for (const ending of ['93', '94', '95', '96']) expect(await outcomeOf(send(ending))).toBe('unclear');
  });

  it('knows the account, and no other', async () => {
    expect(await gateway.check(AbortSignal.timeout(2_000))).toMatchObject({
      ok: true,
    });
    const wrong = Object.fromEntries(Object.keys(account.secrets).map((name) => [name, 'sai']));
    const config = {
      ...account.config(simulator.url),
    };
    const stranger = makeGateway(kind, config, wrong, {
      connections: 1,
      answerTimeoutMs: 2_000,
    });
    const message = {
      reference: newReference(),
      phone: '+84912345600',
      text: 'x',
      parts: 1,
      encoding: 'gsm7',
      callbackUrl: null,
    } as const;
    expect(await outcomeOf(stranger.send(message, new AbortController().signal))).toBe('misconfigured');
    await stranger.close();
  });
});

describe('the simulated eSMS', () => {
  beforeEach(() => begin('esms'));

  it('blocks a RequestId that it knows, which says that the message was taken', async () => {
    const reference = newReference();
    const first = await send('00', reference);
    const second = await send('00', reference);
    expect([first.code, second.code]).toEqual(['100', '124']);
    expect(await log()).toHaveLength(1);
  });

  it('tells by SMSID what became of a message that it never reported', async () => {
    const { operatorId } = await send('86');
    const answers = () => gateway.queryStatusById!([operatorId!, 'ffffffffff'], AbortSignal.timeout(2_000));
    await eventually(async () =>
      expect(await answers()).toEqual([{ type: 'receipt', operatorId, status: 'delivered', code: '5' }]),
    );
  });

  it('reports without RequestId, too, and the address says which message it is', async () => {
    await admin('formats/esms', { emptyRequestId: true });
    const reference = newReference();
    await send('00', reference);
    await eventually(() => expect(events).toMatchObject([{ reference, status: 'delivered' }]));
  });

  it('calls again when our webhook was too slow', async () => {
    calls = 0;
    pauses = [600];
    await send('00');
    await eventually(() => expect(calls).toBe(2));
  });

  it('sends nothing in the sandbox', async () => {
    const config = { url: simulator.url, brandname: 'UBND-XA', sandbox: true };
    await gateway.close();
    gateway = makeGateway('esms', config, ACCOUNTS.esms!.secrets, {
      connections: 1,
      answerTimeoutMs: 2_000,
    });
    expect(await outcomeOf(send('00'))).toBe('accepted');
    const summary = (await (await fetch(`${simulator.url}/admin/summary`)).json()) as { messages: number };
    expect(summary.messages).toBe(0);
  });
});

it('the simulated SpeedSMS passes on what a household answers', async () => {
  await begin('speedsms');
  await admin('inbound', {
    format: 'speedsms',
    from: '+84912345678',
    text: 'TC',
  });
  await eventually(() => expect(events).toEqual([{ type: 'inbound', phone: '84912345678', text: 'TC' }]));
});

describe('the simulated SMSGate', () => {
  beforeEach(() => begin('smsgate'));
  const long = 'Kính mời bà con dự buổi tuyên truyền pháp luật tại nhà văn hóa thôn. '.repeat(3);
  const sendLong = (reference: string) =>
    gateway.send(
      { reference, phone: '+84912345600', text: long, parts: 4, encoding: 'ucs2', callbackUrl },
      new AbortController().signal,
    );
  const api = (path: string, body: unknown, key = KEY) =>
    fetch(`${simulator.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`sms:${key}`).toString('base64')}` },
      body: JSON.stringify(body),
    });

  it('reports each part that arrives, signed, under an id of its own', async () => {
    const reference = newReference();
    await sendLong(reference);
    await eventually(() => expect(statuses()).toEqual(['accepted', ...Array(4).fill('delivered')]));
    const parts = events.map((event) => (event.type === 'receipt' ? event.part : undefined)).filter(Boolean);
    expect(new Set(parts).size).toBe(4);
    expect(events).toMatchObject(Array.from({ length: 5 }, () => ({ reference })));
  });

  it('takes an id once, and says what became of it', async () => {
    const reference = newReference();
    const [first, second] = [await send('00', reference), await send('00', reference)];
    expect([first.code, second.code]).toEqual(['Pending', 'HTTP 409']);
    expect(await log()).toHaveLength(1);
    const answers = () => gateway.queryStatus!([reference, 'abc123zz'], AbortSignal.timeout(2_000));
    await eventually(async () =>
      expect(await answers()).toEqual([
        { type: 'receipt', reference, status: 'delivered', code: 'Delivered' },
      ]),
    );
  });

  it.each(['cloud', 'private'])('answers the same at the addresses of the %s mode', async (mode) => {
    const path = mode === 'cloud' ? '/3rdparty/v1' : '/api/3rdparty/v1';
    await gateway.close();
    const config = { url: simulator.url + path, mode, username: 'sms' };
    gateway = makeGateway('smsgate', config, ACCOUNTS.smsgate!.secrets, {
      connections: 1,
      answerTimeoutMs: 2_000,
    });
    expect(await outcomeOf(send('00'))).toBe('accepted');
    await eventually(() => expect(statuses()).toEqual(['accepted', 'delivered']));
  });

  it('gives a token to a server’s client, and none to the phone’s', async () => {
    const scopes = ['messages:send'];
    expect((await api('/auth/token', { scopes })).status).toBe(501);
    expect((await api('/3rdparty/v1/auth/token', { scopes }, 'sai')).status).toBe(401);
    await gateway.close();
    const config = { url: `${simulator.url}/3rdparty/v1`, mode: 'cloud', username: 'sms', auth: 'jwt' };
    gateway = makeGateway('smsgate', config, ACCOUNTS.smsgate!.secrets, {
      connections: 1,
      answerTimeoutMs: 2_000,
    });
    expect(await outcomeOf(send('00'))).toBe('accepted');
    expect(await gateway.check(AbortSignal.timeout(2_000))).toMatchObject({
      ok: true,
      detail: expect.stringContaining('simulated/phone'),
      tokenExpiresAt: expect.any(String),
    });
    // Tokens that the server has forgotten are asked for anew, and the message leaves all the same.
    await admin('reset');
    expect(await outcomeOf(send('00'))).toBe('accepted');
  });

  it('calls only who registered for an event, and over HTTPS or to itself', async () => {
    const own = { url: callbackUrl, event: 'sms:failed' };
    expect((await api('/3rdparty/v1/webhooks', own, 'sai')).status).toBe(401);
    expect((await api('/3rdparty/v1/webhooks', { ...own, url: 'http://example.vn/x' })).status).toBe(400);
    await admin('reset');
    expect((await api('/3rdparty/v1/webhooks', own)).status).toBe(201);
    await send('00');
    await send('80');
    await eventually(() =>
      expect(events).toMatchObject([{ status: 'undelivered', code: 'RESULT_ERROR_GENERIC_FAILURE' }]),
    );
  });

  it('passes on what a household answers', async () => {
    await admin('inbound', { format: 'smsgate', from: '+84912345678', text: 'TC' });
    await eventually(() => expect(events).toMatchObject([{ type: 'inbound', phone: '+84912345678' }]));
  });
});

describe('the simulated FPT', () => {
  beforeEach(() => begin('fpt'));

  it('gives one token to many messages, and another when that one is over', async () => {
    await Promise.all(Array.from({ length: 20 }, () => send('00')));
    expect(await admin('formats/fpt', {})).toMatchObject({ issued: 1 });
    await admin('formats/fpt', { forgetTokens: true });
    // A token that is refused so young was never good, as far as the adapter can tell; the next message gets a new one.
    expect(await outcomeOf(send('00'))).toBe('misconfigured');
    expect(await outcomeOf(send('00'))).toBe('accepted');
    expect(await admin('formats/fpt', {})).toMatchObject({ issued: 2 });
  });
});

it('a number may be unknown to one operator and known to another', async () => {
  await begin('esms');
  await admin('behaviour', {
    ending: '00',
    behaviour: 'bad-recipient',
    format: 'stringee',
  });
  expect(await outcomeOf(send('00'))).toBe('accepted');
  await gateway.close();
  const account = ACCOUNTS.stringee!;
  newAddress();
  gateway = makeGateway('stringee', account.config(simulator.url), account.secrets, {
    connections: 1,
    answerTimeoutMs: 2_000,
  });
  expect(await outcomeOf(send('00'))).toBe('bad-recipient');
});
