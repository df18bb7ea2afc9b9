import { createHmac } from 'node:crypto';
import { addsUp } from '../../src/domain/delivery-states.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { makeHouseholds } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { type Story, startStory } from './story.js';

const KEY = 'khoa-thu-nghiem';

let story: Story;
let other: Simulator;
let otherId: string;

const change = (id: string, body: Record<string, unknown>) =>
  story.api(`/gateways/${id}`, { method: 'PATCH', as: 'admin', body });

beforeEach(async () => {
  [story, other] = await Promise.all([
    startStory({ config: { BREAKER_SECONDS: 30, SEND_TIMEOUT_SECONDS: 2 } }),
    startSimulator({ port: 0, key: KEY, receiptDelayMs: 20 }),
  ]);
  const { body } = await story.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'Nhà mạng thứ hai',
      kind: 'simulator',
      config: { url: other.url },
      secrets: { key: KEY },
      partsPerSecond: 5000,
      hours: { open: '00:00', close: '24:00' },
    },
  });
  otherId = body.id;
});
afterEach(async () => {
  await story.close();
  await other.stop();
});

async function phonesAt(url: string): Promise<string[]> {
  const text = await (await fetch(`${url}/admin/log`)).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { phone: string }).phone);
}
const reached = async () => [await phonesAt(story.simulator.url), await phonesAt(other.url)];

/** A household writes to an account, under whatever state it is. */
async function says(phone: string, text: string): Promise<void> {
  const { body } = await story.api(`/gateways/${story.gatewayId}`, { as: 'admin' });
  const call = JSON.stringify({ type: 'inbound', from: phone, text, id: text, at: new Date().toISOString() });
  const signature = createHmac('sha256', KEY).update(call).digest('hex');
  const answer = await fetch(body.webhookUrl as string, {
    method: 'POST',
    headers: { 'x-simulator-signature': signature },
    body: call,
  });
  expect(answer.status).toBe(200);
}

/** An official answers what a household has written. */
async function answers(phone: string, text: string): Promise<void> {
  const id = await eventually(async () => {
    const [row] = await story.sql.query<{ id: string }>('select id from replies where phone = $1', [phone]);
    return row!.id;
  });
  const { status } = await story.api(`/replies/${id}/answer`, {
    method: 'POST',
    as: 'propagandist',
    body: { text },
  });
  expect(status).toBe(202);
}

describe('two accounts of a channel', () => {
  it('share a campaign as they were told, to the message', async () => {
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 200 });
    expect(
      (await change(story.gatewayId, { failoverGatewayId: otherId, sharePercent: 70 })).body,
    ).toMatchObject({
      failoverGatewayId: otherId,
      sharePercent: 70,
    });
    const id = await story.approved();
    await eventually(async () =>
      expect(await story.account(id)).toMatchObject({ audience: 200, delivered: 200 }),
    );
    const [first, second] = await reached();
    expect([first!.length, second!.length]).toEqual([140, 60]);
  });

  it('stand in for each other when errors have stopped one, and nobody gets a message twice', async () => {
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 150 });
    // A wrong key: the first answer holds the account.
    await change(story.gatewayId, { failoverGatewayId: otherId, secrets: { key: 'sai' } });
    const id = await story.approved();
    const account = await story.reaches(id, 'completed');
    expect(addsUp(account)).toBe(true);
    const [first, second] = await reached();
    expect(first).toEqual([]);
    expect(new Set(second).size).toBe(150);
    expect(second).toHaveLength(150);
  });
});

describe('an account that is replaced', () => {
  it('gives what is still planned to the other, and keeps what is in doubt to itself', async () => {
    const [lost] = await makeHouseholds(story.sql, { areaId: story.hamletId, count: 1, ending: '91' });
    const id = await story.approved();
    await eventually(async () => expect(await story.account(id)).toMatchObject({ inDoubt: 1 }));
    await change(story.gatewayId, { state: 'held' });
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 20 });
    const later = await story.approved();
    await eventually(async () => expect((await story.account(later)).planned).toBeGreaterThan(0));
    expect((await change(story.gatewayId, { replacedById: otherId })).status).toBe(200);
    // What waited for a held account is looked at again every ten seconds.
    await eventually(async () => expect((await reached())[1]!.length).toBe(20), { timeoutMs: 60_000 });
    // The phone of the doubt never answers and is taken by no account, so nothing of it stands in either log.
    expect((await reached()).flat()).not.toContain(lost);
    expect(await story.account(id)).toMatchObject({ inDoubt: 1 });
  });

  it('is refused for Zalo where the other belongs to another OA, because templates do', async () => {
    const zalo = async (oaId: string) =>
      (
        await story.api('/gateways', {
          method: 'POST',
          as: 'admin',
          body: {
            name: `ZNS ${oaId}`,
            kind: 'zalo-template',
            config: { appId: '1234567890', oaId },
            secrets: { appSecret: 'bi-mat', oaSecretKey: 'khoa-oa' },
            partsPerSecond: 10,
          },
        })
      ).body;
    const [one, two] = [await zalo('111'), await zalo('222')];
    const answer = await change(one.id, { failoverGatewayId: two.id });
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, 'failoverGatewayId']);
  });

  it('cannot be replaced by itself, by another channel, or by one that was replaced', async () => {
    expect((await change(story.gatewayId, { replacedById: story.gatewayId })).status).toBe(400);
    expect((await change(story.gatewayId, { failoverGatewayId: '999999' })).status).toBe(400);
    await change(otherId, { replacedById: story.gatewayId });
    const circle = await change(story.gatewayId, { replacedById: otherId });
    expect([circle.status, circle.body.errors[0].path]).toEqual([400, 'replacedById']);
  });
});

describe('an answer to a household', () => {
  const QUESTION = 'Cho hỏi mấy giờ họp?';

  it('leaves through the account that has replaced the one it came by, as does the word that a refusal was noted', async () => {
    const [asks, refuses] = await makeHouseholds(story.sql, { areaId: story.hamletId, count: 2 });
    await change(story.gatewayId, { state: 'held', replacedById: otherId });
    await says(asks!, QUESTION);
    await says(refuses!, 'TC');
    await answers(asks!, 'Lúc 19 giờ.');
    await eventually(async () => {
      const [first, second] = await reached();
      expect(first).toEqual([]);
      expect(second!.toSorted()).toEqual([asks!, refuses!].toSorted());
    });
  });

  it('leaves through the account that stands in while errors have stopped the one it came by', async () => {
    const [asks] = await makeHouseholds(story.sql, { areaId: story.hamletId, count: 1 });
    await says(asks!, QUESTION);
    await change(story.gatewayId, { failoverGatewayId: otherId, secrets: { key: 'sai' } });
    await answers(asks!, 'Lúc 19 giờ.');
    await eventually(async () => expect(await reached()).toEqual([[], [asks]]), { timeoutMs: 60_000 });
  });

  it('leaves through an account that drains and has nobody in its place', async () => {
    const [asks] = await makeHouseholds(story.sql, { areaId: story.hamletId, count: 1 });
    await change(story.gatewayId, { state: 'draining' });
    await says(asks!, QUESTION);
    await answers(asks!, 'Lúc 19 giờ.');
    await eventually(async () => expect(await reached()).toEqual([[asks], []]));
  });
});

describe('an account that is drained', () => {
  it('finishes the campaign that runs and takes no new one', async () => {
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 60 });
    await change(story.gatewayId, { partsPerSecond: 40 });
    const id = await story.approved();
    await eventually(async () => expect((await reached())[0]!.length).toBeGreaterThan(0));
    expect((await change(story.gatewayId, { state: 'draining' })).body).toMatchObject({ state: 'draining' });
    await expect(story.submitted()).rejects.toThrow('không nhận đợt mới');
    await eventually(async () => expect(await story.account(id)).toMatchObject({ delivered: 60 }));
  });
});
