import { startApp, type TestApp } from '../support/app.js';
import { workbookOf } from './files.js';
import { ImportStory } from './import-story.js';

const HO_CHI_MINH_CITY = '79';

let app: TestApp;
let story: ImportStory;
let province: string;

beforeAll(async () => {
  app = await startApp();
  story = new ImportStory(app);
  const adopted = await app.api('/areas/official', {
    method: 'POST',
    as: 'admin',
    body: { code: HO_CHI_MINH_CITY, withCommunes: true },
  });
  province = adopted.body.areaId;
});
afterAll(() => app?.close());

const commune = async (name: string) => {
  const { body } = await app.api(`/areas?under=${province}&limit=200&q=${encodeURIComponent(name)}`, {
    as: 'admin',
  });
  return (body.items as { id: string; name: string }[]).find((area) => area.name === name)!.id;
};

const OLD_ADDRESSES = [
  'STT,Chủ hộ,Địa chỉ,SĐT',
  '1,Nguyễn Văn An,"Số 5, Ấp 3, xã Tân Lập, huyện Bắc Tân Uyên, tỉnh Bình Dương",0912000001',
  '2,Trần Thị Bé,"12 Quang Trung, P12, Q. Gò Vấp, TPHCM",0912000002',
  '3,Lê Văn Cảnh,"Số 1, Khu phố 7, Phường Tân Uyên",0912000003',
  '4,Phạm Thị Dung,9 Nguyễn Trãi,0912000004',
  '5,Võ Văn Em,"Số 2, xã Không Có Thật",0912000005',
  '6,Đỗ Thị Giang,"Số 3, Phường Ba Đình, Hà Nội",0912000006',
  '7,Hồ Văn Hải,"Số 4, Phường 12",0912000007',
].join('\n');

describe('a list whose households lie in many communes of a province', () => {
  test('each goes to the commune in which its address lies today; what is not clear comes back with its reason', async () => {
    const tanUyen = await commune('Phường Tân Uyên');
    const seventh = await story.area('Khu phố 7', 'neighbourhood', tanUyen);
    const read = await story.read(province, OLD_ADDRESSES, 'ca-tinh.csv');
    const rows = await story.rows(read.id);
    expect(rows.map(({ outcome, reasonCodes }) => `${outcome} ${reasonCodes.join()}`)).toEqual([
      'create ',
      'create ',
      'create ',
      'rejected no-commune',
      'rejected unknown-commune',
      'rejected unknown-commune',
      'rejected ambiguous-commune',
    ]);
    expect(rows.map(({ household }) => household?.areaName ?? null).slice(0, 3)).toEqual([
      'Ấp 3',
      'Phường An Hội Tây',
      'Khu phố 7',
    ]);
    expect(rows[6]!.reason).toMatch(/có thể là .*, .*hãy ghi tên xã, phường hiện nay/);
    await story.commit(read.id);
    expect((await story.households(seventh)).map(({ headName }) => headName)).toEqual(['Lê Văn Cảnh']);
    expect((await story.households(tanUyen)).length).toBe(2);

    const again = await story.read(province, OLD_ADDRESSES, 'ca-tinh.csv');
    expect(again.rows).toMatchObject({ created: 0, updated: 0, unchanged: 3, rejected: 4 });

    await story.undo(read.id);
    expect(await story.households(province)).toEqual([]);
  });

  test('columns, sheets and headings name communes; hamlets of one name are made in each of them', async () => {
    const read = await story.read(
      province,
      workbookOf({
        'Tất cả': [
          ['STT', 'Họ và tên chủ hộ', 'Thôn/Ấp', 'Xã/Phường', 'SĐT'],
          ['1', 'Nguyễn Văn An', 'Khu phố 91', 'Tân Uyên', '0912000011'],
          ['2', 'Trần Thị Bé', '', '', '0912000012'],
          ['3', 'Lê Văn Cảnh', 'Khu phố 91', 'Phường An Hội Tây', '0912000013'],
          ['4', 'Phạm Văn Dũng', 'Khu phố 91', 'Xã Không Đâu', '0912000014'],
        ],
        'Phường Tân Uyên': [
          ['STT', 'Họ và tên chủ hộ', 'SĐT'],
          ['1', 'Võ Thị Em', '0912000015'],
          ['PHƯỜNG AN HỘI TÂY'],
          ['2', 'Đỗ Văn Giang', '0912000016'],
        ],
      }),
    );
    expect(read.mapping!.newAreas).toEqual([
      'Khu phố 91 (Phường Tân Uyên)',
      'Khu phố 91 (Phường An Hội Tây)',
    ]);
    expect((await story.rows(read.id)).map(({ reasonCodes }) => reasonCodes.join())).toEqual([
      '',
      '',
      '',
      'unknown-commune',
      '',
      '',
    ]);
    await story.commit(read.id);
    const names = async (area: string) =>
      (await story.households(await commune(area))).map((each) => `${each.headName}: ${each.areaName}`);
    expect(await names('Phường Tân Uyên')).toEqual([
      'Nguyễn Văn An: Khu phố 91',
      'Trần Thị Bé: Khu phố 91',
      'Võ Thị Em: Phường Tân Uyên',
    ]);
    expect(await names('Phường An Hội Tây')).toEqual([
      'Lê Văn Cảnh: Khu phố 91',
      'Đỗ Văn Giang: Phường An Hội Tây',
    ]);
  });

  test('nobody hands one in whose areas are less than the province', async () => {
    const mine = await commune('Phường Tân Uyên');
    const warden = await app.person({
      username: 'cua-phuong',
      memberships: [{ role: 'admin', areaId: mine }],
    });
    const form = new FormData();
    form.append('file', new Blob([OLD_ADDRESSES]), 'ca-tinh.csv');
    form.append('areaId', province);
    const answer = await app.api('/imports', { method: 'POST', as: warden, body: form });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe('areaId');
  });
});
