import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { startSession } from '../security/commune.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let province: string;
let commune: string;
let hamlets: string[];
beforeAll(async () => {
  app = await startApp({ ROLE: 'api' });
  province = await makeArea(app.sql, { name: 'Tỉnh Cà Mau', level: 'province' });
  commune = await makeArea(app.sql, { name: 'Xã Tân Hội', level: 'commune', parentId: province });
  hamlets = [];
  for (const name of ['Ấp 1', 'Ấp 10']) hamlets.push(await makeArea(app.sql, { name, parentId: commune }));
});
afterAll(() => app?.close());

const names = async (query: Record<string, string>, as: Parameters<TestApp['api']>[1] = { as: 'admin' }) => {
  const { status, body } = await app.api(`/households?${new URLSearchParams(query)}`, as);
  expect(status).toBe(200);
  return body.items.map((each: { headName: string }) => each.headName);
};
const count = async (query: Record<string, string>) =>
  (await app.api(`/households/count?${new URLSearchParams(query)}`, { as: 'admin' })).body;

describe('the search as one types', () => {
  const phone = '+84987123456';
  beforeAll(async () => {
    await makeHousehold(app.sql, {
      areaId: hamlets[0]!,
      headName: 'Ông Đặng Văn Hường',
      address: 'Số 12/3 Trần Phú',
      code: 'H007',
      phones: [phone],
    });
    await makeHousehold(app.sql, { areaId: hamlets[1]!, headName: 'Đặng Thị Lụa', phones: [] });
  });

  test.each([
    ['beginnings of words in any order', 'huo dang', ['Ông Đặng Văn Hường']],
    ['how a person is addressed', 'ông đặng', ['Ông Đặng Văn Hường']],
    ['an address', '12/3 tran', ['Ông Đặng Văn Hường']],
    ['a code in another spelling', 'h 007', ['Ông Đặng Văn Hường']],
    ['figures from the middle of a number', '87123', ['Ông Đặng Văn Hường']],
    ['a number with its zero', '0987 123 456', ['Ông Đặng Văn Hường']],
    ['a name and the hamlet', 'dang ap 1', ['Ông Đặng Văn Hường']],
    ['a hamlet', 'Ấp 10', ['Đặng Thị Lụa']],
    ['the name of a commune without its kind', 'tan hoi', ['Ông Đặng Văn Hường', 'Đặng Thị Lụa']],
    ['the middle of a word, which is no beginning', 'uong', []],
    ['nothing that can be looked for', '%%', []],
  ])('finds by %s', async (_, q, expected) => {
    expect(await names({ q, areaId: commune })).toEqual(expected);
    // The same through the indexes, as among a million.
    expect(await names({ q })).toEqual(expected);
  });

  test('numbers are looked at only where they may be seen', async () => {
    expect(await names({ q: '87123' }, { as: 'viewer' })).toEqual([]);
    expect(await names({ q: 'huong' }, { as: 'viewer' })).toEqual(['Ông Đặng Văn Hường']);
  });

  test('what lies in another commune is not found, whichever way it is asked for', async () => {
    const foreign = await makeArea(app.sql, { name: 'Xã Khác', level: 'commune', parentId: province });
    const [user] = await app.sql.query<{ id: string }>(
      `insert into users (username, display_name, password_hash) values ('xa-khac', 'Xã khác', 'x') returning id`,
    );
    await app.sql.execute(`insert into memberships (user_id, role, area_id) values ($1, 'admin', $2)`, [
      user!.id,
      foreign,
    ]);
    const as = { userId: user!.id, username: 'xa-khac', cookie: await startSession(app.sql, user!.id) };
    for (const q of ['dang', '87123', 'h007', 'tan hoi', 'ap 1'])
      expect(await names({ q, areaId: commune }, { as })).toEqual([]);
    expect((await app.api(`/households/count?areaId=${commune}`, { as })).body.households).toBe(0);
  });
});

test('the filters tell who can be reached, who refused, who was never reached and who has no phone', async () => {
  const areaId = await makeArea(app.sql, { name: 'Ấp Lọc', parentId: commune });
  const [open, noSms, closed] = [makePhone(), makePhone(), makePhone()];
  await makeHousehold(app.sql, { areaId, headName: 'Mở', phones: [open] });
  await makeHousehold(app.sql, { areaId, headName: 'Chỉ Zalo', phones: [noSms] });
  await makeHousehold(app.sql, { areaId, headName: 'Đóng', phones: [closed] });
  const reached = await makeHousehold(app.sql, { areaId, headName: 'Không Số', phones: [] });
  await makeRefusal(app.sql, noSms, 'sms');
  for (const channel of ['sms', 'zalo'] as const) await makeRefusal(app.sql, closed, channel);
  const gatewayId = await makeGateway(app.sql, {});
  const campaign = await makeCampaign(app.sql, { areaIds: [areaId], gatewayId, state: 'completed' });
  await app.sql.execute(
    `insert into deliveries (campaign_id, household_id, area_id, head_name, state) values ($1, $2, $3, 'x', 'delivered')`,
    [campaign, reached, areaId],
  );
  const by = (filter: Record<string, string>) => names({ areaId, ...filter });
  expect(await by({ reach: 'sms' })).toEqual(['Mở']);
  expect(await by({ reach: 'zalo' })).toEqual(['Mở', 'Chỉ Zalo']);
  expect(await by({ reach: 'none' })).toEqual(['Đóng', 'Không Số']);
  expect(await by({ refused: 'true' })).toEqual(['Chỉ Zalo', 'Đóng']);
  expect(await by({ refused: 'false' })).toEqual(['Mở', 'Không Số']);
  expect(await by({ missingPhone: 'true' })).toEqual(['Không Số']);
  expect(await by({ neverReached: 'true' })).toEqual(['Mở', 'Chỉ Zalo', 'Đóng']);
  expect(await by({ neverReached: 'true', reach: 'zalo', q: 'chi' })).toEqual(['Chỉ Zalo']);
  expect(await count({ areaId, refused: 'true' })).toEqual({ households: 2, kind: 'exact' });
  expect((await count({ q: 'chi zalo' })).households).toBe(1);
  // Of the whole directory, too, where it is an office's: nothing was sampled.
  const [all] = await app.sql.query<{ n: number }>(
    `select count(*)::int as n from households h where deleted_at is null
        and exists (select 1 from contacts c join refusals r on r.phone = c.phone and r.lifted_at is null where c.household_id = h.id)`,
  );
  expect(await count({ refused: 'true' })).toEqual({ households: all!.n, kind: 'exact' });
});

test('a list is walked to its end whatever the pages are, each household once', async () => {
  const areaId = await makeArea(app.sql, { name: 'Ấp Dài', parentId: commune });
  for (let i = 0; i < 7; i++) await makeHousehold(app.sql, { areaId, headName: `Trang ${i}` });
  for (const query of [{ areaId }, { q: 'trang' }] as Record<string, string>[]) {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { headName: string }[]; nextCursor: string | null } = (
        await app.api(
          `/households?${new URLSearchParams({ ...query, limit: '3', ...(cursor && { cursor }) })}`,
          {
            as: 'admin',
          },
        )
      ).body;
      seen.push(...page.items.map(({ headName }) => headName));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, i) => `Trang ${i}`));
  }
});
