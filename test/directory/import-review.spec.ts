import { startApp, type TestApp } from '../support/app.js';
import { workbookOf } from './files.js';
import { ImportStory } from './import-story.js';

let app: TestApp;
let story: ImportStory;
beforeAll(async () => {
  app = await startApp();
  story = new ImportStory(app);
});
afterAll(() => app?.close());

let serial = 0;
const commune = () => story.area(`Xã Bình Minh ${serial++}`);
const call = (path: string, body?: unknown, method: 'POST' | 'PATCH' = 'POST') =>
  app.api(`/imports/${path}`, { method, as: 'admin', ...(body === undefined ? {} : { body }) });
const groups = async (id: string) => (await app.api(`/imports/${id}/reasons`, { as: 'admin' })).body.groups;
const phonesOf = async (areaId: string) =>
  (await story.households(areaId)).map(
    ({ headName, contacts }) =>
      `${headName}: ${contacts.map(({ phone }) => phone.replace('+84', '0')).join(' ')}`,
  );

describe('the review of an import', () => {
  test('groups rows by reason with counts and the rows as they stand', async () => {
    const read = await story.read(
      await commune(),
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,01692345678,Số 1\nLê Văn B,1692345679,Số 2\nLê Văn C,02438251234,Số 3\n,0912345678,Số 4\nLê Văn D,,Số 5\n',
    );
    const found = await groups(read.id);
    expect(found.map(({ kind, code, count }: never) => [kind, code, count])).toEqual([
      ['rejected', 'no-head-name', 1],
      ['rejected', 'no-usable-phone', 1],
      ['rejected', 'phone-landline', 1],
      ['warning', 'no-phone', 1],
      ['repair', 'converted-2018', 2],
      ['repair', 'restored-zero', 1],
    ]);
    expect(found[2]).toMatchObject({
      label: 'Số máy bàn, không nhận được tin nhắn SMS',
      samples: [{ row: 4, cells: [{ row: 4, cells: ['Lê Văn C', '02438251234', 'Số 3'] }] }],
    });
    expect((await story.rows(read.id, '&code=converted-2018')).map(({ row }) => row)).toEqual([2, 3]);
  });

  test('nine digits that may be a card are left out until somebody says that they are a phone', async () => {
    const areaId = await commune();
    const list =
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\nLê Văn B,362345679,Số 2\nLê Văn C,371345670,Số 3\n';
    const read = await story.read(areaId, list);
    const [asked, other] = await story.rows(read.id, '&code=phone-or-card');
    expect(asked).toMatchObject({ outcome: 'create', reasonCodes: ['phone-maybe-card'] });
    expect(asked!.question!.choices.map(({ choice }) => choice)).toEqual([
      'drop-phone',
      'keep-phone',
      'skip',
    ]);
    const answers = (choice: string, rowNo: number) => ({
      answers: [{ question: 'phone-or-card', choice, rowNos: [rowNo] }],
    });
    await call(`${read.id}/answers`, answers('keep-phone', asked!.rowNo));
    // A slip of the hand is taken back.
    await call(`${read.id}/answers`, answers('keep-phone', other!.rowNo));
    await call(`${read.id}/answers`, answers('drop-phone', other!.rowNo));
    await story.commit(read.id);
    expect(await phonesOf(areaId)).toEqual(['Lê Văn A: 0912345678', 'Lê Văn B: 0362345679', 'Lê Văn C: ']);
    expect((await story.read(areaId, list)).rows).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
  });

  test('asks about one phone in two households of the file, and does as it is told', async () => {
    const areaId = await commune();
    const list =
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\nLê Văn B,0912345678; 0987654321,Số 2\nLê Văn C,0866111222,Số 3\nLê Văn D,0866111222,Số 4\n';
    const read = await story.read(areaId, list);
    expect(read).toMatchObject({ questions: 2, rows: { created: 4 } });
    const [asked] = await story.rows(read.id, '&code=shared-phone');
    expect(asked!.question).toMatchObject({
      kind: 'shared-phone',
      sentence: expect.stringContaining('0912345678 (dòng 2)'),
      answer: null,
    });
    const { body } = await call(`${read.id}/answers`, {
      answers: [
        { question: 'shared-phone', choice: 'skip', rowNos: [4] },
        { question: 'shared-phone', choice: 'drop-phone' },
      ],
    });
    expect(body).toEqual({ answered: 2 });
    expect(await story.until(read.id, ['ready'])).toMatchObject({
      questions: 0,
      rows: { created: 3, rejected: 1 },
    });
    await story.commit(read.id);
    expect(await phonesOf(areaId)).toEqual([
      'Lê Văn A: 0912345678',
      'Lê Văn B: 0987654321',
      'Lê Văn C: 0866111222',
    ]);
  });

  test('a number at three households of the file is taken for none of them until somebody says whose it is', async () => {
    const areaId = await commune();
    const list =
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\nLê Văn B,0912345678; 0987654321,Số 2\nLê Văn C,0912345678,Số 3\n';
    const read = await story.read(areaId, list);
    expect(read).toMatchObject({ questions: 3, rows: { created: 3 } });
    const [asked] = await story.rows(read.id, '&code=phone-of-many');
    expect(asked!.question).toMatchObject({ kind: 'phone-of-many', answer: null });
    expect(asked!.reason).toContain('đứng ở ba hộ trở lên');
    await call(`${read.id}/answers`, {
      answers: [{ question: 'phone-of-many', choice: 'keep-phone', rowNos: [asked!.rowNo] }],
    });
    await story.commit(read.id);
    expect(await phonesOf(areaId)).toEqual(['Lê Văn A: 0912345678', 'Lê Văn B: 0987654321', 'Lê Văn C: ']);
    expect((await story.read(areaId, list)).rows).toMatchObject({ created: 0, unchanged: 3 });
  });

  test('asks about a household that looks like one already there; unanswered, none is lost', async () => {
    const areaId = await story.area(`Khu phố ${serial++}`, 'neighbourhood');
    await story.import(
      areaId,
      'Chủ hộ,SĐT,Địa chỉ\nNguyễn Văn Dũng,0912345678,Số 1\nTrần Thị Hoa,0987654321,Số 2\n',
    );
    const next = 'Chủ hộ,SĐT,Địa chỉ\nNguyễn Văn Dung,0866111222,Số 1\nPhạm Thị Lan,0987654321,Số 9\n';
    const read = await story.read(areaId, next);
    expect(read).toMatchObject({ questions: 2, rows: { created: 2 } });
    const rows = await story.rows(read.id, '&code=looks-like');
    expect(rows.map(({ question }) => question!.household!.headName)).toEqual([
      'Nguyễn Văn Dũng',
      'Trần Thị Hoa',
    ]);
    await call(`${read.id}/answers`, {
      answers: [{ question: 'looks-like', choice: 'same', rowNos: [rows[1]!.rowNo] }],
    });
    expect((await story.commit(read.id)).rows).toMatchObject({ created: 1, updated: 1 });
    expect((await phonesOf(areaId)).sort()).toEqual([
      'Nguyễn Văn Dung: 0866111222',
      'Nguyễn Văn Dũng: 0912345678',
      'Phạm Thị Lan: 0987654321',
    ]);
    const again = await story.read(areaId, next);
    expect(again).toMatchObject({
      questions: 0,
      rows: { created: 0, updated: 0, unchanged: 2 },
      sameFile: { id: read.id },
    });
  });

  test('“the same household” is the one that was asked about, and no other that has its number since', async () => {
    const areaId = await story.area(`Khu phố ${serial++}`, 'neighbourhood');
    await story.import(
      areaId,
      'Chủ hộ,SĐT,Địa chỉ\nTrần Thị Hoa,0987654321,Số 2\nVõ Văn Sáu,0866111222,Số 3\n',
    );
    const [hoa, sau] = await story.households(areaId);
    const read = await story.read(areaId, 'Chủ hộ,SĐT,Địa chỉ\nPhạm Thị Lan,0987654321,Số 9\n');
    const answers = { answers: [{ question: 'looks-like', choice: 'same' }] };
    expect((await call(`${read.id}/answers`, answers)).body).toEqual({ answered: 1 });
    expect((await story.rows(read.id))[0]).toMatchObject({ outcome: 'update', householdId: hoa!.id });
    const edit = (id: string, phones: string[]) =>
      app.api(`/households/${id}`, {
        method: 'PATCH',
        as: 'admin',
        body: { version: 1, contacts: phones.map((phone) => ({ phone })) },
      });
    expect((await edit(hoa!.id, ['0912345678'])).status).toBe(200);
    expect((await edit(sau!.id, ['0987654321'])).status).toBe(200);

    // Nobody answered whether the row is Sáu's: it is asked, and the row becomes a household of its own.
    expect((await story.commit(read.id)).rows).toMatchObject({ created: 1, updated: 0 });
    expect((await story.rows(read.id))[0]!.question).toMatchObject({
      household: { id: sau!.id },
      answer: null,
    });
    expect(
      (await story.households(areaId)).map(({ headName, address }) => `${headName}, ${address}`).sort(),
    ).toEqual(['Phạm Thị Lan, Số 9', 'Trần Thị Hoa, Số 2', 'Võ Văn Sáu, Số 3']);
  });

  test('a number that was dropped comes back, with whose it is, when the answer is changed', async () => {
    const areaId = await story.area(`Khu phố ${serial++}`, 'neighbourhood');
    await story.import(areaId, 'Chủ hộ,SĐT,Địa chỉ\nTrần Thị Hoa,0987654321,Số 2\n');
    const read = await story.read(
      areaId,
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 4\nLê Văn B,0912345678 (vợ),Số 5\nPhạm Thị Lan,0987654321,Số 9\n',
    );
    const answer = async (choice: string) => {
      for (const question of ['shared-phone', 'looks-like'])
        await call(`${read.id}/answers`, { answers: [{ question, choice, rowNos: [2, 3] }] });
      return (await story.rows(read.id)).map(({ household }) => household!.contacts.length);
    };
    expect(await answer('drop-phone')).toEqual([1, 0, 0]);
    expect((await story.rows(read.id))[1]!.repairs.map(({ code }) => code)).toEqual(['phone-dropped']);
    expect(await answer('separate')).toEqual([1, 1, 1]);
    expect((await story.rows(read.id))[1]).toMatchObject({
      repairs: [],
      household: { contacts: [{ phone: '+84912345678', relation: 'vợ' }] },
    });
    await story.commit(read.id);
    expect((await phonesOf(areaId)).sort()).toEqual([
      'Lê Văn A: 0912345678',
      'Lê Văn B: 0912345678',
      'Phạm Thị Lan: 0987654321',
      'Trần Thị Hoa: 0987654321',
    ]);
  });

  test('a number that was set aside is asked about at a household that is there, and after what is asked first', async () => {
    const areaId = await story.area(`Khu phố ${serial++}`, 'neighbourhood');
    await story.import(
      areaId,
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0866111222,Số 1\nTrần Thị Hoa,0987654321,Số 2\nLê Văn C,0912345678,Số 3\n',
    );
    const list =
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678 (vợ),Số 1\nPhạm Thị Lan,0987654321; 0912345678 (con),Số 9\nLê Văn C,0912345678,Số 3\n';
    const read = await story.read(areaId, list);
    const asked = async () =>
      (await story.rows(read.id)).map(({ question }) => question && [question.kind, question.answer]);
    // The third has the number already.
    expect(await asked()).toEqual([['phone-of-many', null], ['looks-like', null], null]);
    const answers = async (question: string, choice: string) =>
      (await call(`${read.id}/answers`, { answers: [{ question, choice }] })).body;
    expect(await answers('looks-like', 'same')).toEqual({ answered: 1 });
    expect(await asked()).toEqual([['phone-of-many', null], ['phone-of-many', null], null]);
    expect(await answers('phone-of-many', 'keep-phone')).toEqual({ answered: 2 });
    expect((await story.commit(read.id)).rows).toMatchObject({ created: 0, updated: 2, unchanged: 1 });
    const contacts = await app.sql.query<{ who: string }>(
      `select h.head_name || ' ' || c.phone || coalesce(' ' || c.relation, '') as who
         from households h join contacts c on c.household_id = h.id where h.area_id = $1 order by h.id, c.position`,
      [areaId],
    );
    expect(contacts.map(({ who }) => who)).toEqual([
      'Lê Văn A +84912345678 vợ',
      'Lê Văn A +84866111222',
      'Phạm Thị Lan +84987654321',
      'Phạm Thị Lan +84912345678 con',
      'Lê Văn C +84912345678',
    ]);
    expect(await story.read(areaId, list)).toMatchObject({ questions: 0, rows: { unchanged: 3 } });
  });

  test('rows that were read before contacts were kept as read are answered as well', async () => {
    const areaId = await commune();
    const read = await story.read(
      areaId,
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\nLê Văn B,0912345678,Số 2\nLê Văn C,362345679,Số 3\n',
    );
    await call(`${read.id}/answers`, { answers: [{ question: 'shared-phone', choice: 'drop-phone' }] });
    await app.sql.execute(
      `update import_rows set parsed = parsed - 'read' - 'setAside' - 'answered' where import_id = $1`,
      [read.id],
    );
    await call(`${read.id}/answers`, {
      answers: [
        { question: 'shared-phone', choice: 'separate', rowNos: [2] },
        { question: 'phone-or-card', choice: 'keep-phone' },
      ],
    });
    await story.commit(read.id);
    expect(await phonesOf(areaId)).toEqual([
      'Lê Văn A: 0912345678',
      'Lê Văn B: 0912345678',
      'Lê Văn C: 0362345679',
    ]);
  });

  test('columns that were guessed wrongly are corrected, and the next file with these headings is read right', async () => {
    const areaId = await commune();
    const list = (phone: string) =>
      workbookOf({
        'Danh sách': [
          ['Mục', 'Họ tên', 'Ghi chú', 'Số khác'],
          ['x', 'Lê Văn A', 'Số 5', phone],
          ['y', 'Lê Văn B', 'Số 6', '0987654321'],
        ],
      });
    const read = await story.read(areaId, list('0912345678'));
    expect(
      read.mapping!.sheets[0]!.columns.map(({ column, field, by }) => `${column} ${field} ${by}`),
    ).toEqual(['B person heading', 'C note heading', 'D phone content']);
    const columns = [
      { column: 'B', field: 'head' },
      { column: 'C', field: 'address' },
      { column: 'D', field: 'phone' },
      { column: 'A', field: null },
    ];
    const answer = await call(
      `${read.id}/mapping`,
      { sheets: [{ sheet: 'Danh sách', headerRow: 1, columns }] },
      'PATCH',
    );
    expect([answer.status, answer.body.status]).toEqual([202, 'reading']);
    const corrected = await story.until(read.id, ['ready']);
    expect(
      corrected.mapping!.sheets[0]!.columns.map(({ column, field, by }) => `${column} ${field} ${by}`),
    ).toEqual(['B head person', 'C address person', 'D phone person']);
    await story.commit(read.id);
    expect((await story.households(areaId)).map(({ address }) => address)).toEqual(['Số 5', 'Số 6']);
    expect(await story.leftFiles()).not.toContain(undefined);
    const next = await story.read(areaId, list('0866111222'));
    expect(next.mapping!.sheets[0]!.columns.map(({ by }) => by)).toEqual([
      'remembered',
      'remembered',
      'remembered',
    ]);
    expect(next.rows).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
  });

  test('what is no correction is refused, and so is one that comes too late', async () => {
    const areaId = await commune();
    const read = await story.read(areaId, 'Chủ hộ,SĐT\nLê Văn A,0912345678\n');
    const bad = { sheets: [{ sheet: '', headerRow: 1, columns: [{ column: 'B', field: 'password' }] }] };
    expect((await call(`${read.id}/mapping`, bad, 'PATCH')).status).toBe(400);
    expect(
      (await call(`${read.id}/answers`, { answers: [{ question: 'none', choice: 'same' }] })).status,
    ).toBe(400);
    await story.commit(read.id);
    const late = { sheets: [{ sheet: '', headerRow: 1, columns: [{ column: 'B', field: 'phone' }] }] };
    expect(await call(`${read.id}/mapping`, late, 'PATCH')).toMatchObject({
      status: 409,
      body: { code: 'import-not-ready' },
    });
    const answers = { answers: [{ question: 'looks-like', choice: 'same' }] };
    expect(await call(`${read.id}/answers`, answers)).toMatchObject({ status: 409 });
    expect((await app.api('/imports/999999/reasons', { as: 'admin' })).status).toBe(404);
  });

  test('says who imported what, and names what keeps it from being undone', async () => {
    const areaId = await commune();
    const done = await story.import(areaId, 'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\n');
    expect(done).toMatchObject({
      fileSha256: expect.stringMatching(/^[\da-f]{64}$/),
      createdBy: expect.any(String),
      committedBy: expect.any(String),
      sameFile: null,
    });
    const [household] = await story.households(areaId);
    await app.api(`/households/${household!.id}`, { method: 'PATCH', as: 'admin', body: { note: 'đã gọi' } });
    expect(await story.undo(done.id)).toMatchObject({
      code: 'import-changed-since',
      detail: 'Không hoàn tác được: 1 hộ đã được sửa sau lần nhập này (Lê Văn A).',
    });
  });

  test('is not undone while a household of it is in a group, or has asked or written; then it is', async () => {
    const areaId = await commune();
    const done = await story.import(areaId, 'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\n');
    const [household] = await story.households(areaId);
    const post = (path: string, body: unknown) => app.api(path, { method: 'POST', as: 'admin', body });
    const group = (await post('/groups', { name: 'Chủ tàu cá', areaId })).body.id;
    const members = { householdIds: [household!.id] };
    await post(`/groups/${group}/members`, members);
    expect(await story.undo(done.id)).toMatchObject({
      status: 409,
      code: 'import-in-use',
      detail: expect.stringContaining('trong nhóm “Chủ tàu cá” (1 hộ)'),
    });
    await app.api(`/groups/${group}`, { method: 'DELETE', as: 'admin' });

    const request = await post('/data-requests', {
      areaId,
      householdId: household!.id,
      kind: 'see',
      requester: 'Lê Văn A',
      receivedOn: '2026-01-05',
    });
    expect(request.status).toBe(201);
    expect(await story.undo(done.id)).toMatchObject({
      code: 'import-in-use',
      detail: 'Không hoàn tác được: hộ của lần nhập này đã có 1 yêu cầu về dữ liệu cá nhân.',
    });
    await app.sql.execute('delete from data_requests where id = $1', [request.body.id]);
    expect((await story.undo(done.id)).status).toBe('undone');
  });

  test('when it is undone, a neighbourhood that it made stays where something is about it', async () => {
    const areaId = await commune();
    const done = await story.import(
      areaId,
      'Chủ hộ,Thôn,SĐT\nLê Văn A,Thôn Đổi,0912345678\nLê Văn B,Thôn Giao,0912345679\nLê Văn C,Thôn Trống,0912345680\n',
    );
    const areas = async (): Promise<{ id: string; name: string; households: number }[]> =>
      (await app.api(`/areas?parentId=${areaId}`, { as: 'admin' })).body.items;
    const made = await areas();
    expect(made.map(({ name }) => name)).toEqual(['Thôn Đổi', 'Thôn Giao', 'Thôn Trống']);
    const [renamed, given] = made;
    await app.api(`/areas/${renamed!.id}`, { method: 'PATCH', as: 'admin', body: { name: 'Thôn Mới' } });
    await app.person({ username: 'giao', memberships: [{ role: 'viewer', areaId: given!.id }] });
    expect((await story.undo(done.id)).status).toBe('undone');
    expect((await areas()).map(({ name, households }) => [name, households])).toEqual([
      ['Thôn Mới', 0],
      ['Thôn Giao', 0],
    ]);
    expect(await story.households(areaId)).toEqual([]);
  });

  test('the bad rows come back as a workbook, are corrected in it and go in', async () => {
    const areaId = await commune();
    const read = await story.import(
      areaId,
      'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,02438251234,Số 1\nLê Văn B,0987654321,Số 2\n',
    );
    expect(read.rows).toMatchObject({ created: 1, rejected: 1 });
    const fixed = [
      ['Chủ hộ', 'SĐT', 'Địa chỉ', 'Dòng gốc', 'Lý do'],
      [
        'Lê Văn A',
        '0912345678',
        'Số 1',
        '2',
        'Không có số điện thoại nào nhận được tin. “02438251234”: Số máy bàn',
      ],
    ];
    expect((await story.import(areaId, workbookOf({ 'Bị từ chối': fixed }))).rows).toMatchObject({
      created: 1,
      rejected: 0,
    });
    expect((await phonesOf(areaId)).sort()).toEqual(['Lê Văn A: 0912345678', 'Lê Văn B: 0987654321']);
  });
});

describe('two people at once', () => {
  test('who import overlapping lists at the same moment put nobody in twice', async () => {
    const areaId = await commune();
    const list = (from: number, to: number) =>
      `Chủ hộ,SĐT,Địa chỉ\n${Array.from({ length: to - from }, (_, i) => `Lê Văn Hộ,0912${String(from + i).padStart(6, '0')},Số ${from + i}`).join('\n')}\n`;
    const both = await Promise.all([story.read(areaId, list(0, 300)), story.read(areaId, list(150, 450))]);
    await Promise.all(both.map(({ id }) => call(`${id}/commit`)));
    const done = await Promise.all(both.map(({ id }) => story.until(id, ['committed', 'failed'])));
    expect(done.map(({ rows }) => rows.created).reduce((a, b) => a + b)).toBe(450);
    const [count] = await app.sql.query<{ n: string; keys: string }>(
      `select count(*) as n, count(distinct loose_key) as keys from households where area_id = $1`,
      [areaId],
    );
    expect(count).toEqual({ n: '450', keys: '450' });
  });

  test('who edit one household while an import updates it lose neither change', async () => {
    const areaId = await story.area(`Khu phố ${serial++}`, 'neighbourhood');
    await story.import(areaId, 'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678,Số 1\n');
    const [before] = (await app.api(`/households?areaId=${areaId}`, { as: 'admin' })).body.items;
    const read = await story.read(areaId, 'Chủ hộ,SĐT,Địa chỉ\nLê Văn A,0912345678; 0866111222,Số 1\n');
    const edits = await Promise.all([
      ...['ghi chú của An', 'ghi chú của Bình'].map((note) =>
        app.api(`/households/${before.id}`, {
          method: 'PATCH',
          as: 'admin',
          body: { version: before.version, note },
        }),
      ),
      call(`${read.id}/commit`),
    ]);
    await story.until(read.id, ['committed']);
    const notes = edits.slice(0, 2);
    expect(notes.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const refused = notes.find(({ status }) => status === 409)!;
    expect(refused.body).toMatchObject({
      code: 'changed-since',
      version: expect.any(Number),
      current: { id: before.id },
    });
    const after = (await app.api(`/households/${before.id}`, { as: 'admin' })).body;
    expect(after.contacts.map(({ phone }: { phone: string }) => phone).sort()).toEqual([
      '+84866111222',
      '+84912345678',
    ]);
    const kept = notes.findIndex(({ status }) => status === 200);
    expect(after.note).toBe(kept < 0 ? null : ['ghi chú của An', 'ghi chú của Bình'][kept]);
  });
});
