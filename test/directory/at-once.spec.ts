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
