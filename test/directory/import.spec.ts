import { unzipSync } from 'fflate';
import { readSheet } from '../../src/platform/sheets/read-sheet.js';
import { startApp, type TestApp } from '../support/app.js';
import { testFolder, workbookOf } from './files.js';
import { ImportStory } from './import-story.js';

let app: TestApp;
let story: ImportStory;
let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
  app = await startApp();
  story = new ImportStory(app);
});
afterAll(async () => {
  await app?.close();
  await folder?.remove();
});

let serial = 0;
const commune = () => story.area(`Xã Tân Lập ${serial++}`);

const OFFICE = {
  'Ấp 1': [
    ['UBND XÃ TÂN LẬP'],
    ['DANH SÁCH HỘ GIA ĐÌNH'],
    [],
    ['STT', 'Họ và tên chủ hộ', 'Số điện thoại', 'Địa chỉ', 'Ghi chú'],
    ['1', 'Nguyễn Văn An', '0912 345 678', 'Số 1', ''],
    ['2', 'Trần Thị Bé', '0987.654.321 / 0243 825 1234', 'Số 2', 'hộ nghèo'],
    ['3', 'Lê Văn Cảnh', '02438251234', 'Số 3', ''],
    ['4', '', '0866111222', 'Số 4', ''],
    ['5', 'Nguyễn Văn An', '0912345678', 'số nhà 1', ''],
    ['Tổng cộng: 5 hộ'],
  ],
  'Ấp 2': [
    ['STT', 'Họ và tên chủ hộ', 'Số điện thoại', 'Địa chỉ', 'Ghi chú'],
    ['1', 'Phạm Văn Đức', '01692345678', '', ''],
    ['2', 'Võ Thị Em', '', 'Số 9', ''],
    ['', '', '', 'Tân Lập, ngày 5 tháng 3 năm 2025', ''],
    ['', 'Người lập biểu', '', '', ''],
  ],
};

describe('importing a list of households', () => {
  test('shows first what will happen to each row, and writes nothing before the commit', async () => {
    const areaId = await commune();
    const read = await story.read(areaId, workbookOf(OFFICE));
    expect(read).toMatchObject({
      status: 'ready',
      progress: 1,
      fileName: 'danh sách.xlsx',
      rows: { total: 7, ready: 4, created: 4, updated: 0, unchanged: 0, rejected: 3 },
    });
    expect(read.mapping!.newAreas).toEqual(['Ấp 1', 'Ấp 2']);
    expect(read.mapping!.sheets[0]!.columns.map(({ column, field }) => `${column} ${field}`)).toEqual([
      'A ordinal',
      'B head',
      'C phone',
      'D address',
      'E note',
    ]);
    const rows = await story.rows(read.id);
    expect(rows.map(({ sheet, row, outcome, reasonCodes }) => [sheet, row, outcome, ...reasonCodes])).toEqual(
      [
        ['Ấp 1', 5, 'create'],
        ['Ấp 1', 6, 'create', 'phone-landline'],
        ['Ấp 1', 7, 'rejected', 'no-usable-phone', 'phone-landline'],
        ['Ấp 1', 8, 'rejected', 'no-head-name'],
        ['Ấp 1', 9, 'rejected', 'duplicate-in-file'],
        ['Ấp 2', 2, 'create'],
        ['Ấp 2', 3, 'create', 'no-phone'],
      ],
    );
    expect(rows[4]!.reason).toBe('Trùng với dòng 5 (trang “Ấp 1”).');
    expect(rows[5]!.repairs.map(({ code }) => code)).toEqual(['converted-2018']);
    expect(await story.households(areaId)).toEqual([]);
    // The file stays until the commit, to be read again with other columns.
    expect(await story.leftFiles()).toHaveLength(1);
    expect((await story.rows(read.id, '&outcome=rejected')).map(({ row }) => row)).toEqual([7, 8, 9]);
  });

  test('commits all of it at once, with its neighbourhoods; importing it again changes nothing', async () => {
    const areaId = await commune();
    const done = await story.import(areaId, workbookOf(OFFICE));
    expect(done).toMatchObject({ status: 'committed', rows: { created: 4, rejected: 3 } });
    const households = await story.households(areaId);
    expect(
      households.map(({ headName, areaName, contacts }) => [
        headName,
        areaName,
        contacts.map(({ phone }) => phone).join(),
      ]),
    ).toEqual([
      ['Nguyễn Văn An', 'Ấp 1', '+84912345678'],
      ['Trần Thị Bé', 'Ấp 1', '+84987654321'],
      ['Phạm Văn Đức', 'Ấp 2', '+84392345678'],
      ['Võ Thị Em', 'Ấp 2', ''],
    ]);
    const again = await story.read(areaId, workbookOf(OFFICE));
    expect(again.rows).toMatchObject({ created: 0, updated: 0, unchanged: 4, rejected: 3 });
    expect(again.mapping!.newAreas).toEqual([]);
    await story.commit(again.id);
    expect(await story.households(areaId)).toEqual(households);
  });

  test('an import that was read before another was committed is decided again, so nobody stands twice', async () => {
    const areaId = await commune();
    const [first, second] = [
      await story.read(areaId, workbookOf(OFFICE)),
      await story.read(areaId, workbookOf(OFFICE)),
    ];
    expect(second.rows.created).toBe(4);
    await story.commit(first.id);
    expect((await story.commit(second.id)).rows).toMatchObject({ created: 0, unchanged: 4, rejected: 3 });
    expect(await story.households(areaId)).toHaveLength(4);
  });

  test('the same list without accents makes no hamlet and no household anew', async () => {
    const list =
      'Chủ hộ,SĐT,Địa chỉ,Thôn\nTrần Văn Dũng,0912345678,Số 1,Thôn Đông\nLê Thị Bé,0987654321,Số 2,Ấp Phú Thọ\n';
    const bare =
      'CHU HO,SDT,DIA CHI,THON\nTRAN VAN DUNG,0912345678,So 1,THON DONG\nLE THI BE,0987654321,So 2,Ap Phu Tho\n';
    const areaId = await commune();
    await story.import(areaId, list);
    const again = await story.read(areaId, bare);
    expect(again.rows).toMatchObject({ created: 0, updated: 0, unchanged: 2, rejected: 0 });
    expect(again.mapping!.newAreas).toEqual([]);

    const mixed = await story.read(await commune(), bare + 'LE VAN CANH,0866111222,So 3,Thôn Đông\n');
    expect(mixed.mapping!.newAreas).toEqual(['Thôn Đông', 'Ap Phu Tho']);
    await story.commit(mixed.id);
    expect((await story.rows(mixed.id)).map(({ household }) => household!.areaName)).toEqual([
      'Thôn Đông',
      'Ap Phu Tho',
      'Thôn Đông',
    ]);

    const hamlet = await story.area('Thôn Đông', 'neighbourhood', await commune());
    const own = await story.read(hamlet, bare.replace('Ap Phu Tho', 'THON DONG'));
    expect(own.rows).toMatchObject({ created: 2, rejected: 0 });
  });

  test('updates what changed and keeps what the file does not say', async () => {
    const areaId = await story.area(`Khu phố ${serial++}`, 'neighbourhood');
    await story.import(
      areaId,
      'Mã hộ,Chủ hộ,SĐT,Địa chỉ,Ghi chú\nH1,Lê Văn A,0912345678,Số 1,hộ nghèo\nH2,Lê Văn B,0987654321,Số 2,\n',
    );
    const read = await story.read(
      areaId,
      'Mã hộ,Chủ hộ,SĐT,Địa chỉ\nH1,Lê Văn A,0866111222,Số 1 mới\nH2,Lê Văn B,0987654321,Số 2\n',
    );
    expect(read.rows).toMatchObject({ updated: 1, unchanged: 1 });
    const [row] = await story.rows(read.id, '&outcome=update');
    expect([row!.before!.address, row!.household!.address]).toEqual(['Số 1', 'Số 1 mới']);
    await story.commit(read.id);
    const [household] = await story.households(areaId);
    expect(household).toMatchObject({ address: 'Số 1 mới', note: 'hộ nghèo', version: 2 });
    expect(household!.contacts.map(({ phone }) => phone)).toEqual(['+84866111222', '+84912345678']);
  });

  test('is undone as it was done: what it created goes, what it changed comes back', async () => {
    const areaId = await commune();
    const first = 'Chủ hộ,SĐT,Địa chỉ,Thôn\nLê Văn A,0912345678,Số 1,Đông\n';
    await story.import(areaId, first);
    const before = await story.households(areaId);
    const second = await story.import(
      areaId,
      `${first.replace('0912345678', '0866111222')}Lê Văn B,0987654321,Số 2,Tây\n`,
    );
    expect(await story.households(areaId)).toHaveLength(2);
    expect(await story.undo(second.id)).toMatchObject({ status: 'undone' });
    const after = await story.households(areaId);
    expect(
      after.map(({ contacts, ...rest }) => ({ ...rest, phones: contacts.map(({ phone }) => phone) })),
    ).toMatchObject(
      before.map(({ headName, contacts }) => ({
        headName,
        version: 3,
        phones: contacts.map(({ phone }) => phone),
      })),
    );
    const areas = (await app.api(`/areas?under=${areaId}`, { as: 'admin' })).body.items.map(
      ({ name }: { name: string }) => name,
    );
    expect(areas).toContain('Thôn Đông');
    expect(areas).not.toContain('Thôn Tây');
  });

  test('is not undone once a campaign names its households, or a person changed them', async () => {
    const areaId = await commune();
    const edited = await story.import(areaId, 'Chủ hộ,SĐT\nLê Văn A,0912345678\n');
    const [household] = await story.households(areaId);
    await app.api(`/households/${household!.id}`, { method: 'PATCH', as: 'admin', body: { note: 'đã gặp' } });
    expect(await story.undo(edited.id)).toMatchObject({ status: 409, code: 'import-changed-since' });

    const sent = await story.import(areaId, 'Chủ hộ,SĐT\nLê Văn C,0987654321\n');
    const named = (await story.households(areaId)).find(({ headName }) => headName === 'Lê Văn C')!;
    await app.sql.execute(
      `with c as (insert into campaigns (title, audience, steps) values ('T', '{"areaIds":[]}', '[]') returning id)
       insert into deliveries (campaign_id, household_id, area_id, head_name) select id, $1, $2, 'C' from c`,
      [named.id, areaId],
    );
    expect(await story.undo(sent.id)).toMatchObject({ status: 409, code: 'import-in-a-campaign' });
  });

  test('is not undone while a household that was there before has one of its households within', async () => {
    const areaId = await commune();
    const before = await story.import(areaId, 'Chủ hộ,SĐT\nTrần Văn Trước,0912000001\n');
    const imported = await story.import(areaId, 'Chủ hộ,SĐT\nTrần Trước,0912000002\n');
    const [kept, merged] = await story.households(areaId);
    const { body } = await app.api(`/households/${kept!.id}/merge`, {
      method: 'POST',
      as: 'admin',
      body: { householdId: merged!.id },
    });
    const refused = await story.undo(imported.id);
    expect(refused).toMatchObject({ status: 409, code: 'import-in-use' });
    expect(refused).toHaveProperty('detail', expect.stringContaining('“Trần Văn Trước” (1 hộ)'));
    expect(await story.undo(before.id)).toMatchObject({ status: 409, code: 'import-changed-since' });
    const undone = await app.api(`/household-merges/${body.mergeId}/undo`, { method: 'POST', as: 'admin' });
    expect(undone.status).toBe(200);
    expect((await story.households(areaId)).map(({ contacts }) => contacts.length)).toEqual([1, 1]);
  });

  test('gives the rejected rows back as they were, with the reason; corrected, that file can be imported', async () => {
    const areaId = await commune();
    const read = await story.read(areaId, workbookOf(OFFICE));
    const { status, headers, bytes } = await app.api(`/imports/${read.id}/rejected.xlsx`, { as: 'admin' });
    expect([status, headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="dong-bi-tu-choi-${read.id}.xlsx"`,
    ]);
    expect(Object.keys(unzipSync(new Uint8Array(bytes)))).toContain('xl/worksheets/sheet1.xml');
    const rows: string[][] = [];
    for await (const { cells } of readSheet(await folder.file(bytes))) rows.push(cells);
    expect(rows).toEqual([
      ['STT', 'Họ và tên chủ hộ', 'Số điện thoại', 'Địa chỉ', 'Ghi chú', 'Dòng gốc', 'Lý do'],
      ['3', 'Lê Văn Cảnh', '02438251234', 'Số 3', '', '7', expect.stringContaining('máy bàn')],
      ['4', '', '0866111222', 'Số 4', '', '8', 'Thiếu tên chủ hộ.'],
      ['5', 'Nguyễn Văn An', '0912345678', 'số nhà 1', '', '9', 'Trùng với dòng 5 (trang “Ấp 1”).'],
    ]);
    const corrected = workbookOf({
      'Ấp 1': rows.map((cells) => cells.map((cell) => (cell === '02438251234' ? '0977000111' : cell))),
    });
    expect((await story.read(areaId, corrected)).rows).toMatchObject({ created: 2, rejected: 1 });
  });

  describe('gives rejected rows back whole', () => {
    const givenBack = async (areaId: string, sheets: Record<string, string[][]>): Promise<string[][]> => {
      const { id } = await story.read(areaId, workbookOf(sheets));
      const { bytes } = await app.api(`/imports/${id}/rejected.xlsx`, { as: 'admin' });
      const rows: string[][] = [];
      for await (const { cells } of readSheet(await folder.file(bytes))) rows.push(cells);
      return rows;
    };
    const mended = (rows: string[][], wrong: string, right: string) =>
      workbookOf({ Sửa: rows.map((cells) => cells.map((cell) => (cell === wrong ? right : cell))) });

    test('where the list has no headings, under those of what its columns were read as', async () => {
      const areaId = await commune();
      const rows = await givenBack(areaId, {
        'Danh sách': [
          ['1', 'Nguyễn Văn An', '0912345678', 'Số 1', '', 'x'],
          ['2', 'Trần Thị Bé', '0987654321', 'Số 2'],
          ['3', 'Trần Văn Cường', '091234567', 'Số 3', '', 'tạm vắng'],
          ['4', 'Lê Thị Dần', '0977000222', 'Số 4'],
        ],
      });
      expect(rows).toEqual([
        ['STT', 'Họ và tên chủ hộ', 'Số điện thoại', 'Địa chỉ', '', '', 'Dòng gốc', 'Lý do'],
        ['3', 'Trần Văn Cường', '091234567', 'Số 3', '', 'tạm vắng', '3', expect.any(String)],
      ]);
      await story.import(areaId, mended(rows, '091234567', '0912000567'));
      expect(await story.households(areaId)).toMatchObject([
        { headName: 'Trần Văn Cường', address: 'Số 3', contacts: [{ phone: '+84912000567' }] },
      ]);
    });

    test('where a row goes on behind the last heading', async () => {
      const rows = await givenBack(await commune(), {
        'Ấp 1': [
          ['Họ và tên chủ hộ', 'Số điện thoại'],
          ['Nguyễn Văn An', '0912345678'],
          ['Lê Văn Cảnh', '091234567', '', 'số cũ'],
        ],
      });
      expect(rows).toEqual([
        ['Họ và tên chủ hộ', 'Số điện thoại', '', '', 'Dòng gốc', 'Lý do'],
        ['Lê Văn Cảnh', '091234567', '', 'số cũ', '3', expect.any(String)],
      ]);
    });

    test('where each is one line of text', async () => {
      const areaId = await commune();
      const rows = await givenBack(areaId, {
        Chat: [
          ['1. Nguyễn Văn An - 0912 345 678'],
          ['2. Trần Thị Bé - 0987 654 321'],
          ['3. Lê Văn Cảnh - 0912 345 67'],
          ['4. Phạm Thị Dần - 0977 000 222'],
        ],
      });
      expect(rows).toEqual([
        ['Họ tên, SĐT', 'Ghi chú', 'Dòng gốc', 'Lý do'],
        ['3. Lê Văn Cảnh - 0912 345 67', '', '3', expect.any(String)],
      ]);
      const line = rows[1]![0]!;
      await story.import(areaId, mended(rows, line, '3. Lê Văn Cảnh - 0912 345 670'));
      expect(await story.households(areaId)).toMatchObject([
        { headName: 'Lê Văn Cảnh', contacts: [{ phone: '+84912345670' }] },
      ]);
    });
  });

  test('of a file that a program in Java wrote has its phones and its hamlets whole', async () => {
    const areaId = await commune();
    const { workbookFiles, zipOf } = await import('./files.js');
    const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const rows = [
      `<row>${text('Chủ hộ')}${text('SĐT')}${text('Thôn')}</row>`,
      `<row>${text('Lê Văn A')}<c t="n"><v>9.1234567E8</v></c><c t="n"><v>3.0</v></c></row>`,
      `<row>${text('Lê Văn B')}<c t="n"><v>9.87654321E8</v></c><c t="n"><v>3.0</v></c></row>`,
      // Typed, it is a text that Excel made of a number once: the figures are gone.
      `<row>${text('Lê Văn C')}${text('9.1E8')}<c t="n"><v>3.0</v></c></row>`,
    ];
    const read = await story.read(areaId, zipOf(workbookFiles([{ name: 'Danh sách', rows: rows.join('') }])));
    expect(read.mapping!.newAreas).toEqual(['Thôn 3']);
    await story.commit(read.id);
    expect(
      (await story.households(areaId)).map(({ headName, contacts }) => [headName, contacts[0]?.phone]),
    ).toEqual([
      ['Lê Văn A', '+84912345670'],
      ['Lê Văn B', '+84987654321'],
    ]);
    expect((await story.rows(read.id)).at(-1)).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringContaining('mất chữ số'),
    });
  });

  test('of a file with formulas takes their values and names those that have none', async () => {
    const areaId = await commune();
    const { workbookFiles, zipOf } = await import('./files.js');
    const head = '<row r="1"><c t="str"><v>Chủ hộ</v></c><c t="str"><v>SĐT</v></c></row>';
    const good =
      '<row r="2"><c r="A2" t="str"><f>"Lê"&amp;" Văn A"</f><v>Lê Văn A</v></c><c r="B2"><f>1</f><v>912345678</v></c></row>';
    const bare = '<row r="3"><c r="A3" t="str"><v>Lê Văn B</v></c><c r="B3"><f>C3</f></c></row>';
    const read = await story.read(areaId, zipOf(workbookFiles([{ name: 'A', rows: head + good + bare }])));
    expect((await story.rows(read.id)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['create', null],
      [
        'rejected',
        'Không có số điện thoại nào nhận được tin. Ô B3 là công thức chưa có kết quả; hãy mở tệp bằng Excel rồi lưu lại.',
      ],
    ]);
  });
});

describe('what an import is asked at the wrong time', () => {
  test('a commit of a failed file and an undoing of one not committed are refused', async () => {
    const areaId = await commune();
    const failed = await story.read(areaId, 'x');
    expect((await app.api(`/imports/${failed.id}/commit`, { method: 'POST', as: 'admin' })).status).toBe(409);
    const ready = await story.read(areaId, 'Chủ hộ,SĐT\nLê Văn A,0912345678\n');
    expect((await app.api(`/imports/${ready.id}/undo`, { method: 'POST', as: 'admin' })).body.code).toBe(
      'import-not-ready',
    );
    expect((await app.api('/imports/999999', { as: 'admin' })).status).toBe(404);
  });

  test('a request without an area, without a file, or that is no form, leaves nothing behind', async () => {
    const before = await story.leftFiles();
    expect((await story.upload(undefined, 'a')).body.errors).toEqual([
      { path: 'areaId', message: expect.any(String) },
    ]);
    const form = new FormData();
    form.append('areaId', await commune());
    expect((await app.api('/imports', { method: 'POST', as: 'admin', body: form })).body.errors[0].path).toBe(
      'file',
    );
    expect((await app.api('/imports', { method: 'POST', as: 'admin', body: {} })).status).toBe(415);
    expect(await story.leftFiles()).toEqual(before);
  });

  test('a propagandist may not import', async () => {
    expect((await app.api('/imports', { as: 'propagandist' })).status).toBe(403);
  });
});
