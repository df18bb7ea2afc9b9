import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewayEvent } from '../../src/gateway/gateway.js';
import { HttpGatewayConfig } from '../../src/gateway/http/http-config.schema.js';
import { HttpGateway } from '../../src/gateway/http/http.gateway.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { eventually } from '../support/eventually.js';
import { hasKannel, type Kannel, startKannel } from '../support/kannel.js';
import { describeWhen } from '../support/needs.js';
import { kannelAccount } from '../../src/gateway/http/kannel-account.contract.js';

const KEY = 'simulator';

describeWhen(hasKannel, 'Kannel is not installed (apt-get install kannel)')('through a real Kannel', () => {
  let simulator: Simulator;
  let kannel: Kannel;
  let gateway: HttpGateway;
  let webhook: http.Server;
  let callbackUrl: string;
  const events: GatewayEvent[] = [];

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, key: KEY, receiptDelayMs: 500 });
    kannel = await startKannel({ url: simulator.url, key: KEY });
    gateway = gatewayWith({});
    webhook = http.createServer((request, response) => {
      const [path, query = ''] = request.url!.split('?', 2) as [string, string?];
      const { method, headers } = request;
      events.push(...gateway.parseWebhook({ method: method!, path, query, headers, body: Buffer.alloc(0) }));
      response.end('OK');
    });
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
    callbackUrl = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/webhooks/7/to-ken`;
  });

  afterAll(async () => {
    await gateway?.close();
    await kannel?.stop();
    await simulator?.stop();
    webhook?.close();
    webhook?.closeAllConnections();
  });

  function gatewayWith(secrets: Record<string, string>): HttpGateway {
    const account = kannelAccount(kannel.sendsmsUrl);
    return new HttpGateway(
      HttpGatewayConfig.parse(account.config),
      { ...account.secrets, ...secrets },
      { connections: 4, answerTimeoutMs: 10_000 },
    );
  }

  const send = (reference: string, phone: string, text = 'Xin chào bà con khu phố 1') =>
    gateway.send(
      { reference, phone, text, parts: 1, encoding: 'ucs2', callbackUrl },
      new AbortController().signal,
    );
  const statusesOf = (reference: string) =>
    events.flatMap((event) =>
      event.type === 'receipt' && event.reference === reference ? [event.status] : [],
    );

  it('a message reaches the phone and its receipt comes back under our reference', async () => {
    await send('abc12301aa1', '+84912345600');
    await eventually(() => statusesOf('abc12301aa1').includes('delivered'));
    const lines = (await (await fetch(`${simulator.url}/admin/log`)).text()).trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ phone: '+84912345600', count: 1, fate: 'delivered' });
  });

  it('a phone that is switched off is reported undelivered', async () => {
    await send('abc12301aa2', '+84912345680');
    await eventually(() => expect(statusesOf('abc12301aa2')).toContain('undelivered'));
  });

  it('a number that the carrier refuses is reported undelivered', async () => {
    await send('abc12301aa3', '+84912345697');
    await eventually(() => statusesOf('abc12301aa3').includes('undelivered'));
    expect(statusesOf('abc12301aa3')).not.toContain('delivered');
  });

  it('the check knows a right and a wrong password, and sends nothing', async () => {
    const before = await summary();
    expect(await gateway.check(AbortSignal.timeout(5_000))).toMatchObject({ ok: true });
    const stranger = gatewayWith({ password: 'sai' });
    expect(await stranger.check(AbortSignal.timeout(5_000))).toMatchObject({ ok: false });
    await expect(
      stranger.send(
        { reference: 'abc', phone: '+84912345600', text: 'x', parts: 1, encoding: 'gsm7', callbackUrl },
        new AbortController().signal,
      ),
    ).rejects.toMatchObject({ kind: 'misconfigured', sent: 'no' });
    await stranger.close();
    expect(await summary()).toEqual(before);
  });

  const summary = async () =>
    ((await (await fetch(`${simulator.url}/admin/summary`)).json()) as { messages: number }).messages;
});

it('the account in docs/gateways/kannel.md is the one that is tested', async () => {
  const page = await readFile('docs/gateways/kannel.md', 'utf8');
  const json = /```json\n([\s\S]*?)```/.exec(page)![1]!;
  expect(JSON.parse(json)).toEqual(
    JSON.parse(JSON.stringify(kannelAccount('http://127.0.0.1:13013/cgi-bin/sendsms'))),
  );
});
