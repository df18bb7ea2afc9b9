import { maskPhone } from '../../src/domain/phone.js';
import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';

describe('phone numbers', () => {
  let app: TestApp;
  let areaId: string;
  const phone = makePhone();
  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    areaId = await makeArea(app.sql, { name: 'Xã An Bình', level: 'commune' });
    await makeHousehold(app.sql, { areaId, phones: [phone] });
    await makeRefusal(app.sql, phone);
    for (let n = 0; n < 100; n += 1) await makeHousehold(app.sql, { areaId });
  });
  afterAll(() => app?.close());

  it.each(['approver', 'viewer'] as const)('are masked for a %s, who needs none of them', async (role) => {
    const households = await app.api('/households?limit=5', { as: role });
    expect(households.body.items[0].contacts[0].phone).toBe(maskPhone(phone));
    const refusals = await app.api('/refusals', { as: role });
    expect(refusals.body.items[0].phone).toBe(maskPhone(phone));
    expect(JSON.stringify([households.body, refusals.body])).not.toContain(phone);
  });

  it('are shown to whoever keeps the directory or writes to households', async () => {
    for (const as of ['admin', 'propagandist'] as const) {
      const { body } = await app.api('/households?limit=1', { as });
      expect(body.items[0].contacts[0].phone).toBe(phone);
    }
  });

  it('are not guessed by searching for their figures either', async () => {
    const q = `0${phone.slice(3)}`;
    expect((await app.api(`/households?q=${q}`, { as: 'admin' })).body.items).not.toEqual([]);
    expect((await app.api(`/households?q=${q}`, { as: 'viewer' })).body.items).toEqual([]);
  });

  it('of the messages of a campaign are masked the same way', async () => {
    const gatewayId = await makeGateway(app.sql);
    const id = await makeCampaign(app.sql, { areaIds: [areaId], gatewayId, state: 'draft' });
    const path = `/campaigns/${id}/messages?limit=5`;
    const phonesFor = async (as: 'approver' | 'propagandist'): Promise<string[]> => {
      const { items } = (await app.api(path, { as })).body;
      return items.flatMap((each: { phone: string | null }) => each.phone ?? []);
    };
    const open = await phonesFor('propagandist');
    expect(open.length).toBeGreaterThan(0);
    expect(open.every((each) => each.startsWith('+84'))).toBe(true);
    expect(await phonesFor('approver')).toEqual(open.map(maskPhone));
    await app.api(`/campaigns/${id}/messages?limit=100`, { as: 'propagandist' });
    const trail = await app.api('/audit-events?action=campaign.numbers-read', { as: 'admin' });
    expect(trail.body.items).toMatchObject([{ details: { households: 100 } }]);
  });

  it('read in numbers are an entry of the trail', async () => {
    await app.api('/households?limit=100', { as: 'propagandist' });
    await app.api('/households?limit=100', { as: 'viewer' });
    const { body } = await app.api('/audit-events?action=household.numbers-read', { as: 'admin' });
    expect(body.items).toMatchObject([{ actor: { name: 'propagandist' }, details: { households: 100 } }]);
  });

  it('read in numbers a few at a time are an entry all the same, and not one for each page', async () => {
    const leafer = await app.login('propagandist', 'lat-tung-trang');
    const entries = async () => {
      const { body } = await app.api(`/audit-events?action=household.numbers-read&actorId=${leafer.userId}`, {
        as: 'admin',
      });
      return body.items.map(({ details }: { details: object }) => details);
    };
    for (let page = 0; page < 3; page++) await app.api('/households?limit=33', { as: leafer });
    expect(await entries()).toEqual([]);
    for (let page = 0; page < 6; page++) await app.api('/households?limit=33', { as: leafer });
    expect(await entries()).toEqual([{ households: 33, inHour: 132 }]);
  });
});
