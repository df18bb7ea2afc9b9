import { addsUp } from '../../src/domain/delivery-states.js';
import { CampaignsService } from '../../src/campaign/campaigns.service.js';
import { makeHouseholds } from '../factories/directory.factory.js';
import { startApp, TEST_PASSWORD } from '../support/app.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type EventReader, readEvents } from '../support/event-source.js';
import { type Story, startStory } from './story.js';

const VIEWING = { name: 'Bảng theo dõi', roles: ['viewer'] };

let story: Story;
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  story = await startStory({ config: { database }, gateway: { partsPerSecond: 100 } });
  await makeHouseholds(story.sql, { areaId: story.hamletId, count: 300 });
});
afterAll(async () => {
  await story.close();
  await database.drop();
});

async function watch(
  id: string,
  { url = story.url, headers = {} as Record<string, string> } = {},
): Promise<EventReader> {
  const { cookie } = await story.login('propagandist');
  return readEvents(`${url}/api/v1/campaigns/${id}/events`, { cookie, ...headers });
}

describe('the progress of a campaign', () => {
  it('comes as events until it is over, and once a second is enough for all who watch', async () => {
    const id = await story.approved();
    const reads = jest.spyOn(story.app.get(CampaignsService), 'progress');
    const began = Date.now();
    const watchers = await Promise.all(Array.from({ length: 10 }, () => watch(id)));
    expect(watchers[0]).toMatchObject({
      status: 200,
      contentType: expect.stringContaining('text/event-stream'),
    });
    const { events, ended } = watchers[0]!;
    await eventually(() => expect(events.some(({ data }) => data.ratePerSecond > 0)).toBe(true));
    await story.reaches(id, 'completed');
    for (const watcher of watchers) await watcher.ended;
    await ended;
    // Each looked once for itself when it came, and all of them together once a second.
    expect(reads.mock.calls.length).toBeLessThanOrEqual(10 + 2 + (Date.now() - began) / 1_000);
    reads.mockRestore();

    const progress = events.filter((event) => event.type === 'progress');
    expect(progress.length).toBeGreaterThanOrEqual(2);
    for (const { data, retry } of progress) {
      expect(data).toMatchObject({ id, account: { audience: expect.any(Number) } });
      expect(addsUp(data.account)).toBe(true);
      expect(Number(retry)).toBeGreaterThan(0);
    }
    expect(progress.some(({ data }) => data.state === 'running' && data.finishesAt !== null)).toBe(true);
    expect(progress.at(-1)!.data).toMatchObject({
      state: 'completed',
      ratePerSecond: null,
      finishesAt: null,
    });
    expect(events.at(-1)).toMatchObject({ type: 'end', data: { id, state: 'completed' } });
    for (const watcher of watchers) expect(watcher.events.at(-1)!.type).toBe('end');
  });

  it('is told once to who comes when all is over, and not again to who has the last event', async () => {
    const id = await story.approved({ audience: { areaIds: [story.hamletId] }, isUrgent: false });
    await story.api(`/campaigns/${id}/cancel`, { method: 'POST', as: 'propagandist' });
    await eventually(async () => {
      const { planned, sending } = await story.account(id);
      expect(planned + sending).toBe(0);
    });
    await eventually(async () => {
      const first = await watch(id);
      await first.ended;
      expect(first.events.map((event) => event.type)).toEqual(['progress', 'end']);
      const again = await watch(id, { headers: { 'last-event-id': first.events[1]!.id! } });
      await again.ended;
      expect(again).toMatchObject({ status: 204, events: [] });
    });
  });

  it('is for who may read campaigns, of campaigns that there are', async () => {
    const { status } = await story.api('/campaigns/999999/events', { as: 'propagandist' });
    expect(status).toBe(404);
    expect((await story.api('/campaigns/1/events')).status).toBe(401);
    expect((await story.api('/campaigns/x/events', { as: 'admin' })).status).toBe(400);
  });

  it('goes to so many windows of one person, and to everybody else all the same', async () => {
    const id = await story.submitted();
    const watchers = await Promise.all(Array.from({ length: 52 }, () => watch(id)));
    expect(watchers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(watchers.filter(({ status }) => status === 503)).toHaveLength(2);
    const { cookie } = await story.login('approver');
    const other = await readEvents(`${story.url}/api/v1/campaigns/${id}/events`, { cookie });
    expect(other.status).toBe(200);
    for (const watcher of [...watchers, other]) watcher.close();
    // A window that was closed makes room for another one.
    await eventually(async () => {
      const again = await watch(id);
      again.close();
      expect(again.status).toBe(200);
    });
  });

  it('ends within seconds for whose session, key or rights have ended, and goes on for everybody else', async () => {
    const id = await story.submitted();
    const follow = (headers: Record<string, string>) =>
      readEvents(`${story.url}/api/v1/campaigns/${id}/events`, headers);
    const admin = async (path: string, method: 'PATCH' | 'DELETE', body?: object) =>
      expect((await story.api(path, { method, as: 'admin', body })).status).toBeLessThan(300);
    const key = (await story.api('/api-keys', { method: 'POST', as: 'admin', body: VIEWING })).body;
    const boss = await story.login('admin', 'sap-nghi');
    const hers = (await story.api('/api-keys', { method: 'POST', as: boss, body: VIEWING })).body;
    const [out, off, changed, elsewhere, stays] = await Promise.all(
      ['ra-ve', 'bi-khoa', 'doi-viec', 'noi-khac', 'o-lai'].map((name) => story.login('viewer', name)),
    );
    const another = await story.api('/auth/login', {
      method: 'POST',
      body: { username: 'noi-khac', password: TEST_PASSWORD },
    });
    const readers = await Promise.all([
      follow({ cookie: out!.cookie }),
      follow({ cookie: off!.cookie }),
      follow({ cookie: changed!.cookie }),
      follow({ cookie: another.headers.getSetCookie()[0]!.split(';')[0]! }),
      follow({ authorization: `Bearer ${key.key}` }),
      follow({ authorization: `Bearer ${hers.key}` }),
    ]);
    const staying = [await follow({ cookie: stays!.cookie }), await follow({ cookie: elsewhere!.cookie })];
    let isOver = false;
    const over = () => (isOver = true);
    for (const each of staying) each.ended.then(over, over);
    expect([...readers, ...staying].map(({ status }) => status)).toEqual(Array(8).fill(200));

    await story.api('/auth/logout', { method: 'POST', as: out! });
    await admin(`/users/${off!.userId}`, 'PATCH', { disabled: true });
    await admin(`/users/${changed!.userId}`, 'PATCH', { roles: ['propagandist'] });
    await story.api('/auth/sessions/end-others', {
      method: 'POST',
      as: elsewhere!,
      body: { password: TEST_PASSWORD },
    });
    await admin(`/api-keys/${key.id}`, 'DELETE');
    await admin(`/users/${boss.userId}`, 'PATCH', { disabled: true });
    // None of them would end by itself for another quarter of an hour.
    await Promise.all(readers.map(({ ended }) => ended));
    expect(isOver).toBe(false);
    for (const each of staying) each.close();
  });

  it('ends in order when its process stops, also where that is one that only answers', async () => {
    const id = await story.submitted();
    const api = await startApp({ database, ROLE: 'api' });
    const watcher = await watch(id, { url: api.url });
    expect(watcher.status).toBe(200);
    await eventually(() => expect(watcher.events).toHaveLength(1));
    const began = performance.now();
    await api.close();
    await watcher.ended;
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(watcher.events.map((event) => event.type)).toEqual(['progress']);
  });
});
