import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeHouseholds } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { startStory, type Story } from './story.js';

interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Another program that hears, and answers each call with the next of these statuses (then 204). */
async function startListener() {
  const heard: Heard[] = [];
  const answers: number[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/nghe`,
    heard,
    answers,
    stop: () => new Promise((done) => server.close(done)),
  };
}

describe('another program', () => {
  let story: Story;
  let listener: Awaited<ReturnType<typeof startListener>>;
  let endpoint: { id: string; secret: string };
  beforeAll(async () => {
    listener = await startListener();
    story = await startStory();
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 3 });
    const made = await create({ events: ['campaign.finished', 'reply.received'] });
    expect(made.status).toBe(201);
    endpoint = made.body;
  });
  afterAll(async () => {
    await story?.close();
    await listener?.stop();
  });

  const create = (body: object) =>
    story.api('/webhook-endpoints', {
      method: 'POST',
      as: 'admin',
      body: { name: 'Cổng của xã', url: listener.url, areaId: story.communeId, ...body },
    });
  const log = async () =>
    (await story.api(`/webhook-endpoints/${endpoint.id}/deliveries`, { as: 'admin' })).body.items;
  const soon = () => story.sql.execute('update webhook_deliveries set next_at = now() where attempts > 0');

  const verified = ({ headers, body }: Heard): boolean => {
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(endpoint.secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(content).digest('base64');
    const isFresh = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 60;
    return isFresh && headers['webhook-signature'] === `v1,${expected}`;
  };

  it('is told, signed, when a campaign has finished: its account, and nothing about anybody', async () => {
    const id = await story.approved();
    await story.reaches(id, 'completed');
    const told = (await eventually(() => listener.heard.at(-1) ?? null))!;
    expect(verified(told)).toBe(true);
    expect(JSON.parse(told.body)).toMatchObject({
      type: 'campaign.finished',
      data: { campaignId: id, state: 'completed', account: { audience: 3 } },
    });
    expect(told.body).not.toMatch(/\+84|Gửi hộ/);
    await eventually(async () => (await log())[0].state === 'delivered');
  });

  it('is told again, with the same words under the same id, until it takes them', async () => {
    const before = listener.heard.length;
    listener.answers.push(500, 302);
    await story.sql.execute(
      `insert into replies (receipt_id, gateway_id, channel, phone, text, received_at, area_id, intent, needs_person, state)
       values (7, $1, 'sms', '+84912345678', 'Xin hỏi', now(), $2, 'person', true, 'open')`,
      [story.gatewayId, story.hamletId],
    );
    await eventually(async () => (await log())[0].status === 500);
    const [waiting] = await log();
    expect(waiting).toMatchObject({ event: 'reply.received', state: 'waiting', attempts: 1 });
    expect(Date.parse(waiting.nextAt)).toBeGreaterThan(Date.now() + 5_000);
    await soon();
    // A redirect is not followed: nobody has said that the other address may be called.
    await eventually(async () => (await log())[0].status === 302);
    await soon();
    await eventually(async () => (await log())[0].state === 'delivered');
    const tries = listener.heard.slice(before);
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map(({ headers, body }) => `${String(headers['webhook-id'])} ${body}`)).size).toBe(
      1,
    );
    expect(tries.every(verified)).toBe(true);
    expect(tries[0]!.body).not.toMatch(/\+84|Xin hỏi/);
  });

  it('that is gone is not called again, until somebody asks for it', async () => {
    listener.answers.push(410);
    await story.reaches(await story.approved(), 'completed');
    await eventually(async () => (await log())[0].state === 'failed');
    const again = await story.api(`/webhook-endpoints/${endpoint.id}/retry-failed`, {
      method: 'POST',
      as: 'admin',
    });
    expect(again.body).toEqual({ retried: 1 });
    await eventually(async () => (await log())[0].state === 'delivered');
  });

  it('can be tried with a button, which says what came of it', async () => {
    const test = () => story.api(`/webhook-endpoints/${endpoint.id}/test`, { method: 'POST', as: 'admin' });
    expect((await test()).body).toMatchObject({ event: 'test', state: 'delivered', status: 204 });
    listener.answers.push(503);
    expect((await test()).body).toMatchObject({ state: 'failed', status: 503 });
    await story.api(`/webhook-endpoints/${endpoint.id}`, {
      method: 'PATCH',
      as: 'admin',
      body: { isActive: false },
    });
    expect((await test()).body.code).toBe('webhook-inactive');
  });

  it('of another commune hears nothing', async () => {
    const elsewhere = await story.api('/areas', {
      method: 'POST',
      as: 'admin',
      body: { name: 'Xã khác', level: 'commune' },
    });
    const other = await create({ areaId: elsewhere.body.id, events: ['campaign.finished'] });
    await story.reaches(await story.approved(), 'completed');
    const { body } = await story.api(`/webhook-endpoints/${other.body.id}/deliveries`, { as: 'admin' });
    expect(body.items).toEqual([]);
  });

  it.each([
    'http://10.0.0.8/',
    'http://169.254.169.254/latest/meta-data',
    'http://[fd00::1]/',
    'http://0x7f.1:80@10.1/',
  ])('may not live at %s', async (url) => {
    const { status, body } = await create({ url, events: ['reply.received'] });
    expect([status, body.errors?.[0].path]).toEqual([400, 'url']);
  });

  it('has a secret that is sealed in the database and written nowhere else', async () => {
    const [row] = await story.sql.query<{ secret: Buffer }>(
      'select secret from webhook_endpoints where id = $1',
      [endpoint.id],
    );
    expect(row!.secret.toString('latin1')).not.toContain(endpoint.secret.slice(6));
    expect(story.logs.join('')).not.toContain(endpoint.secret);
    expect(JSON.stringify((await story.api('/webhook-endpoints', { as: 'admin' })).body)).not.toContain(
      'whsec_',
    );
    const { body } = await story.api(`/webhook-endpoints/${endpoint.id}/renew-secret`, {
      method: 'POST',
      as: 'admin',
    });
    expect(body.secret).toMatch(/^whsec_/);
    expect(body.secret).not.toBe(endpoint.secret);
  });
});
