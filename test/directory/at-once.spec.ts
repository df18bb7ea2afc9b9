import { makeArea } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

let app: TestApp;
beforeAll(async () => (app = await startApp()));
afterAll(() => app?.close());

test('a household that is entered by hand while an import brings it is there once', async () => {
  const commune = await makeArea(app.sql, { name: 'Xã Cùng Lúc', level: 'commune' });
  const areaId = await makeArea(app.sql, { name: 'Ấp 1', parentId: commune });
  const rows = Array.from({ length: 40 }, (_, i) => `Lê Văn Số ${i},Số ${i + 1} ngõ 3,09${10_000_000 + i}`);
  const form = new FormData();
  form.set('areaId', areaId);
  form.set('file', new Blob([`Họ tên chủ hộ,Địa chỉ,Điện thoại\n${rows.join('\n')}\n`]), 'danh-sach.csv');
  const { body } = await app.api('/imports', { method: 'POST', as: 'admin', body: form });
  const until = (status: string) =>
    eventually(async () =>
      expect((await app.api(`/imports/${body.id}`, { as: 'admin' })).body.status).toBe(status),
    );
  await until('ready');
  const byHand = rows.map((row) => {
    const [headName, address, phone] = row.split(',');
    return { areaId, headName, address, contacts: [{ phone }] };
  });
  const [, ...answers] = await Promise.all([
    app.api(`/imports/${body.id}/commit`, { method: 'POST', as: 'admin' }),
    ...byHand.map((household) => app.api('/households', { method: 'POST', as: 'admin', body: household })),
  ]);
  await until('committed');
  // Each call came before the import's writing, or met what it wrote.
  for (const { status, body: answer } of answers)
    expect([status, answer.code]).toEqual(status === 201 ? [201, null] : [409, 'household-exists']);
  const [found] = await app.sql.query<{ households: number; phones: number }>(
    `select count(distinct h.id)::int as households, count(*)::int as phones
       from households h join contacts c on c.household_id = h.id where h.area_id = $1 and h.deleted_at is null`,
    [areaId],
  );
  expect(found).toEqual({ households: rows.length, phones: rows.length });
});

test('a household that several people enter by hand at the same moment is there once', async () => {
  const areaId = await makeArea(app.sql, { name: 'Xã Bấm Đúp', level: 'commune' });
  const household = {
    areaId,
    headName: 'Lý Thị Hai',
    address: 'Số 7 ngõ 2',
    contacts: [{ phone: '0912777001' }],
  };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => app.api('/households', { method: 'POST', as: 'admin', body: household })),
  );
  const made = answers.filter(({ status }) => status === 201);
  expect(made).toHaveLength(1);
  for (const { status, body } of answers.filter((each) => !made.includes(each)))
    expect([status, body.code, body.householdId]).toEqual([409, 'household-exists', made[0]!.body.id]);
  // Meant twice, it is there twice.
  const meant = { ...household, evenIfAlike: true };
  expect((await app.api('/households', { method: 'POST', as: 'admin', body: meant })).status).toBe(201);
});

test('a household is not removed by somebody who has not seen what another person just added', async () => {
  const areaId = await makeArea(app.sql, { name: 'Xã Xóa', level: 'commune' });
  const body = { areaId, headName: 'Lý Thị Ba', contacts: [{ phone: '0912777002' }] };
  const { id, version } = (await app.api('/households', { method: 'POST', as: 'admin', body })).body;
  const remove = (seen: number) =>
    app.api(`/households/${id}?version=${seen}`, { method: 'DELETE', as: 'admin' });
  const added = [{ phone: '0912777002' }, { phone: '0912777003' }];
  const edit = { method: 'PATCH', as: 'admin', body: { version, contacts: added } } as const;
  const edited = (await app.api(`/households/${id}`, edit)).body;
  const refused = await remove(version);
  expect([refused.status, refused.body.code, refused.body.version]).toEqual([
    409,
    'changed-since',
    edited.version,
  ]);
  expect(refused.body.current.contacts).toHaveLength(2);

  // At the same moment: one of them is told of the other.
  const again = { ...edit, body: { version: edited.version, note: 'gần đình' } };
  const [changed, removed] = await Promise.all([app.api(`/households/${id}`, again), remove(edited.version)]);
  expect([
    [200, 409],
    [404, 204],
  ]).toContainEqual([changed.status, removed.status]);
});

test('two lists that overlap and edits by hand at the same time lose nothing and make nothing twice', async () => {
  const commune = await makeArea(app.sql, { name: 'Xã Hai Người', level: 'commune' });
  const areaId = await makeArea(app.sql, { name: 'Ấp 2', parentId: commune });
  const people = Array.from({ length: 60 }, (_, i) => ({
    name: `Trần Thị Số ${i}`,
    address: `Số ${i + 1} ngõ 5`,
  }));
  const [known, fresh] = [people.slice(0, 30), people.slice(30)];
  const phoneOf = (prefix: string, address: string) =>
    `${prefix}${String(1_000_000 + Number(/\d+/.exec(address)![0])).padStart(7, '0')}`;
  const list = (prefix: string, of: typeof people) =>
    `Họ tên chủ hộ,Địa chỉ,Điện thoại\n${of
      .map(({ name, address }) => `${name},${address},${phoneOf(prefix, address)}`)
      .join('\n')}\n`;
  const read = async (content: string) => {
    const form = new FormData();
    form.set('areaId', areaId);
    form.set('file', new Blob([content]), 'danh-sach.csv');
    const { body } = await app.api('/imports', { method: 'POST', as: 'admin', body: form });
    await until(body.id, 'ready');
    return body.id as string;
  };
  const until = (id: string, status: string) =>
    eventually(
      async () => expect((await app.api(`/imports/${id}`, { as: 'admin' })).body.status).toBe(status),
      {
        timeoutMs: 60_000,
      },
    );
  const commit = (id: string) => app.api(`/imports/${id}/commit`, { method: 'POST', as: 'admin' });
  const first = await read(list('091', known));
  await commit(first);
  await until(first, 'committed');

  // Each brings another number for the same households, and the same new ones.
  const [a, b] = await Promise.all([
    read(list('086', [...known, ...fresh])),
    read(list('098', [...known, ...fresh])),
  ]);
  const before = (await app.api(`/households?areaId=${areaId}&limit=100`, { as: 'admin' })).body.items;
  const edit = ({ id, version }: { id: string; version: number }) =>
    app.api(`/households/${id}`, { method: 'PATCH', as: 'admin', body: { version, note: `ghi tay ${id}` } });
  const [, , ...edits] = await Promise.all([commit(a), commit(b), ...before.map(edit)]);
  await Promise.all([until(a, 'committed'), until(b, 'committed')]);

  const after: { id: string; headName: string; note: string | null; contacts: { phone: string }[] }[] = (
    await app.api(`/households?areaId=${areaId}&limit=200`, { as: 'admin' })
  ).body.items;
  expect(after.map(({ headName }) => headName).sort()).toEqual(people.map(({ name }) => name).sort());
  const expected = (prefixes: string[], of: typeof people) =>
    of.flatMap(({ address }) => prefixes.map((prefix) => phoneOf(prefix, address).replace(/^0/, '+84')));
  expect(after.flatMap(({ contacts }) => contacts.map(({ phone }) => phone)).sort()).toEqual(
    [...expected(['086', '098', '091'], known), ...expected(['086', '098'], fresh)].sort(),
  );
  before.forEach(({ id }: { id: string }, i: number) => {
    const { status, body } = edits[i]!;
    // Written and still there, or told what had changed.
    expect([status, status === 200 ? null : body.code]).toEqual(
      status === 200 ? [200, null] : [409, 'changed-since'],
    );
    expect(after.find((each) => each.id === id)!.note).toBe(status === 200 ? `ghi tay ${id}` : null);
    if (status === 409) expect(body.version).toBeGreaterThan(1);
  });
});

test('a household neither comes nor moves into an area that ends at the same moment', async () => {
  const commune = await makeArea(app.sql, { name: 'Xã Nhập', level: 'commune' });
  const [into, ending] = [
    await makeArea(app.sql, { name: 'Ấp Còn', parentId: commune }),
    await makeArea(app.sql, { name: 'Ấp Hết', parentId: commune }),
  ];
  const made = { areaId: into, headName: 'Đỗ Văn Cũ', contacts: [] };
  const { id } = (await app.api('/households', { method: 'POST', as: 'admin', body: made })).body;
  const newcomer = { areaId: ending, headName: 'Đỗ Thị Mới', contacts: [] };
  let answers: ReturnType<typeof app.api<{ code?: string }>>[] = [];
  // A merge that takes long: it holds its areas first, then the households.
  await app.sql.transaction(async (tx) => {
    await tx.query('select 1 from areas where id = any($1::bigint[]) for update', [[into, ending]]);
    answers = [
      app.api('/households', { method: 'POST', as: 'admin', body: newcomer }),
      app.api(`/households/${id}`, { method: 'PATCH', as: 'admin', body: { areaId: ending } }),
    ];
    await eventually(async () =>
      expect(
        await app.sql.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        ),
      ).toHaveLength(2),
    );
    await tx.execute('select 1 from households where id = $1 for update', [id]);
    await tx.execute('update areas set closed_on = current_date, merged_into = $2 where id = $1', [
      ending,
      into,
    ]);
  });
  for (const { status, body } of await Promise.all(answers))
    expect([status, body.code]).toEqual([409, 'area-closed']);
});
