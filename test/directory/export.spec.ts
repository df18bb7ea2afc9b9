import { makePhone } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

let app: TestApp;
let areaId: string;
beforeAll(async () => {
  app = await startApp();
  areaId = (await post('/areas', { name: 'Xã Tân Hội', level: 'commune' })).body.id;
  const hamlet = (await post('/areas', { name: 'Ấp 1', level: 'neighbourhood', parentId: areaId })).body.id;
  const households = [
    {
      headName: 'Trần Thị Bưởi',
      address: 'Số 5, ngõ 2',
      code: 'H001',
      contacts: [{ phone: makePhone() }, { phone: makePhone(), relation: 'con' }],
    },
    {
      headName: '=HYPERLINK("http://x")',
      address: '@SUM(1)',
      note: '-2+3',
      contacts: [{ phone: makePhone() }],
    },
    { headName: 'Lê Văn Không Số', contacts: [] },
  ];
  for (const household of households) {
    const made = await post('/households', { areaId: hamlet, ...household });
    expect(made.body).toMatchObject({ headName: household.headName });
  }
});
afterAll(() => app?.close());

const post = (path: string, body: unknown) => app.api(path, { method: 'POST', as: 'admin', body });

test('a list comes out as CSV that no spreadsheet runs, with every number', async () => {
  const { status, headers, bytes } = await app.api(`/households/export.csv?areaId=${areaId}`, {
    as: 'admin',
  });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const lines = bytes.toString('utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(
    '\ufeffSTT,Khu dân cư,Mã hộ,Họ và tên chủ hộ,Địa chỉ,Số điện thoại,Ghi chú,Không nhận tin qua',
  );
  expect(lines[1]).toMatch(/^1,Ấp 1,H001,Trần Thị Bưởi,"Số 5, ngõ 2",09[\d ]+; 09[\d ]+ \(con\),,$/);
  expect(lines[2]).toContain(`"'=HYPERLINK(""http://x"")",'@SUM(1)`);
});

test('what came out as a workbook goes in again and changes nothing', async () => {
  const file = await app.api(`/households/export.xlsx?areaId=${areaId}&q=tran thi buoi`, {
    as: 'propagandist',
  });
  expect(file.status).toBe(200);
  const form = new FormData();
  form.set('areaId', areaId);
  form.set('file', new Blob([new Uint8Array(file.bytes)]), 'danh-sach-ho.xlsx');
  const { body } = await app.api('/imports', { method: 'POST', as: 'admin', body: form });
  const rows = await eventually(async () => {
    const seen = (await app.api(`/imports/${body.id}`, { as: 'admin' })).body;
    expect(seen.status).toBe('ready');
    return seen.rows;
  });
  expect(rows).toMatchObject({ total: 1, created: 0, updated: 0, unchanged: 1, rejected: 0 });
});

test('taking the list out stands in the trail, and is for those who may see numbers, in their areas', async () => {
  const { body } = await app.api('/audit-events?action=household.exported', { as: 'admin' });
  expect(body.items[0]).toMatchObject({
    action: 'household.exported',
    details: { kind: 'xlsx', filtered: true },
  });
  expect((await app.api('/households/export.csv', { as: 'viewer' })).status).toBe(403);
  expect((await app.api('/households/export.csv?areaId=abc', { as: 'admin' })).status).toBe(400);
});
