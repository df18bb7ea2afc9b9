import type { Browser } from 'playwright-core';
import { makeArea, makeHousehold, makePhone } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format();
const year = today.slice(0, 4);

describeWhen(hasChromium, 'Chromium is not installed')('the work of an office on a phone', () => {
  let story: Story;
  let browser: Browser;
  let households: { id: string; phone: string }[];
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([startStory(), startBrowser()]);
    households = [];
    for (const [i, ending] of ['00', '00', '81'].entries()) {
      const phone = makePhone(ending);
      const headName = `Lê Thị ${'ABC'[i]}`;
      const id = await makeHousehold(story.sql, { areaId: story.hamletId, headName, phones: [phone] });
      households.push({ id, phone });
    }
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  it('sets a budget, which the writer sees beside the price, and lets it be passed with a reason', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto('/settings');
    await page.getByRole('link', { name: /Ngân sách/ }).click();
    await page.getByRole('button', { name: 'Đặt ngân sách' }).first().click();
    await page.getByLabel('Địa bàn').selectOption({ label: 'Xã An Bình' });
    await page.getByLabel('Từ ngày').fill(`${year}-12-31`);
    await page.getByLabel('Đến hết ngày').fill(`${year}-01-01`);
    await page.getByLabel('Số tiền (đồng)').fill('1000');
    await page.getByRole('button', { name: 'Đặt ngân sách' }).last().click();
    await page.getByText(/không được trước ngày bắt đầu/).waitFor();
    await page.getByLabel('Từ ngày').fill(`${year}-01-01`);
    await page.getByLabel('Đến hết ngày').fill(`${year}-12-31`);
    await page.getByRole('button', { name: 'Đặt ngân sách' }).last().click();
    await page.getByText('Đã lưu ngân sách.').waitFor();
    expect(await page.getByLabel('Số tiền (đồng)').inputValue()).toBe('1.000');
    expect(await overflowOf(page)).toBe(0);

    const { page: writer } = await openPage(browser, story, await story.login('propagandist', 'hoa'));
    await writer.goto('/campaigns/new');
    await writer.getByLabel('Tên đợt').fill('Ba hộ');
    await writer.getByLabel('Tin nhắn gửi tới mỗi hộ').fill('Kính gửi {chủ hộ}.');
    await writer.getByRole('checkbox', { name: /Xã An Bình/ }).check();
    await writer.getByText(/Ngân sách Xã An Bình chỉ còn 1.000 đ, thiếu 50 đ/).waitFor();

    await page.getByRole('button', { name: 'Cho vượt mức' }).click();
    await page.getByLabel('Lý do cho vượt').fill('Cao điểm mùa khô');
    await page.getByRole('button', { name: 'Cho vượt mức' }).click();
    await page.getByText('Cho vượt vì: Cao điểm mùa khô').waitFor();
    await page.getByRole('button', { name: 'Thôi cho vượt' }).click();
    await page.getByText('Cho vượt vì').waitFor({ state: 'detached' });
    await page.getByLabel('Số tiền (đồng)').fill('5000000');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText(/trên 5.000.000 đ/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('lends the right to approve for a time and takes it back', async () => {
    await story.login('propagandist', 'lan');
    const { page, complaints } = await openPage(browser, story, await story.login('approver', 'binh'));
    await page.goto('/account/delegations');
    await page.getByLabel('Từ ngày').fill(today);
    await page.getByLabel('Đến hết ngày').fill(today);
    const who = page.getByLabel('Người duyệt thay');
    await page.getByRole('button', { name: 'Ủy quyền', exact: true }).click();
    expect(
      await who.evaluate((it) => (it as unknown as { validity: { valid: boolean } }).validity.valid),
    ).toBe(false);
    await who.selectOption({ label: 'lan (Tuyên truyền viên)' });
    await page.getByRole('button', { name: 'Ủy quyền', exact: true }).click();
    await page.getByText('Đã ủy quyền.').waitFor();
    await page.getByText('binh → lan').waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('button', { name: 'Thu lại' }).click();
    await page.getByText('Đã thu lại.').waitFor();
    await page.getByRole('button', { name: 'Thu lại' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('names the office that speaks on every report of the commune', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto('/settings/office');
    await page.getByText('Chưa ai nhập: đây là tên lấy từ địa bàn.').waitFor();
    await page.getByLabel('Cơ quan chủ quản').fill('HUYỆN CHÂU THÀNH');
    await page.getByLabel('Tên cơ quan').fill('ỦY BAN NHÂN DÂN XÃ AN BÌNH');
    await page.getByLabel('Điện thoại để bà con hỏi').fill('0277 3 123 456');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Đã lưu.').waitFor();
    await page.reload();
    expect(await page.getByLabel('Cơ quan chủ quản').inputValue()).toBe('HUYỆN CHÂU THÀNH');
    const { body } = await story.api(`/areas/${story.hamletId}/office`, { as: 'propagandist' });
    expect(body).toMatchObject({ above: 'HUYỆN CHÂU THÀNH', phone: '0277 3 123 456' });
    expect(complaints).toEqual([]);
  });

  it('renames an area, moves it, and splits it by households that are picked, each with its way back', async () => {
    const other = await makeArea(story.sql, { name: 'Xã Tân Hòa', level: 'commune' });
    const areaId = await makeArea(story.sql, { name: 'Ấp Lớn', parentId: other });
    for (const headName of ['Đỗ Văn Một', 'Đỗ Văn Hai', 'Hồ Thị Ba'])
      await makeHousehold(story.sql, { areaId, headName });
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto(`/directory/areas?area=${areaId}`);
    await page.getByText('Đổi tên', { exact: true }).click();
    await page.getByLabel('Tên mới').fill('Ấp Lớn Nhất');
    await page.getByRole('button', { name: 'Đổi tên' }).click();
    await page.getByText('Đã đổi tên thành Ấp Lớn Nhất.').waitFor();
    await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByRole('heading', { name: 'Ấp Lớn', exact: true }).waitFor();

    await page.getByText('Chuyển sang nơi khác').click();
    await page.getByLabel('Chuyển vào').selectOption({ label: 'Xã An Bình' });
    await page.getByText(/Ấp Lớn với 3 hộ sẽ thuộc Xã An Bình/).waitFor();
    await page.getByRole('button', { name: 'Chuyển 3 hộ' }).click();
    await page.getByText('Đã chuyển Ấp Lớn.').waitFor();
    await eventually(async () => {
      const { body } = await story.api(`/areas/${areaId}`, { as: 'admin' });
      expect(body.parentId).toBe(story.communeId);
    });

    await page.getByText('Tách thành địa bàn mới').click();
    await page.getByLabel('Tên địa bàn mới').fill('Ấp Bờ Kênh');
    await page.getByRole('searchbox', { name: 'Chọn thêm từng hộ' }).fill('do van');
    await page.getByRole('checkbox', { name: 'Đỗ Văn Một' }).check();
    await page.getByRole('searchbox', { name: 'Chọn thêm từng hộ' }).fill('ho thi');
    await page.getByRole('checkbox', { name: 'Hồ Thị Ba' }).check();
    await page.getByText('Đã chọn 2 hộ').waitFor();
    await page.getByRole('button', { name: 'Bỏ Hồ Thị Ba' }).click();
    await page.getByText('Đã chọn 1 hộ').waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('button', { name: 'Tách', exact: true }).click();
    await page.getByText('Đã tách Ấp Bờ Kênh: 1 hộ.').waitFor();
    const heads = async () =>
      (
        await story.sql.query<{ head: string; area: string }>(
          `select h.head_name as head, a.name as area from households h join areas a on a.id = h.area_id
            where a.name in ('Ấp Lớn', 'Ấp Bờ Kênh') order by 1`,
        )
      )
        .map(({ head, area }) => `${head}: ${area}`)
        .toSorted();
    expect(await heads()).toEqual(['Hồ Thị Ba: Ấp Lớn', 'Đỗ Văn Hai: Ấp Lớn', 'Đỗ Văn Một: Ấp Bờ Kênh']);
    await page
      .getByRole('listitem')
      .filter({ hasText: /^Tách Ấp Lớn/ })
      .getByRole('button', { name: 'Hoàn tác' })
      .click();
    await eventually(async () => expect((await heads()).every((each) => each.endsWith('Ấp Lớn'))).toBe(true));
    expect(complaints).toEqual([]);
  });

  it('writes the text behind the link, shows the page, and the approver sees what of it has changed', async () => {
    // A link to this machine opens on no phone; the simulated operator has none.
    const { page: writer, complaints } = await openPage(
      browser,
      story,
      await story.login('propagandist', 'hoa'),
    );
    await writer.goto('/campaigns/new');
    await writer.getByLabel('Tên đợt').fill('Phòng cháy mùa khô');
    await writer.getByLabel('Tin nhắn gửi tới mỗi hộ').fill('Gửi {chủ hộ}: xem');
    await writer.getByRole('button', { name: '+ liên kết' }).click();
    await writer
      .getByLabel('Toàn văn trên trang của liên kết')
      .fill('Kính gửi {chủ hộ}.\n\n- Khóa bình ga\n- Tắt điện');
    await writer.getByText('Xem trang hộ dân sẽ mở').click();
    await writer.getByRole('listitem').filter({ hasText: 'Khóa bình ga' }).waitFor();
    await writer.getByText('Kính gửi Nguyễn Văn An.').waitFor();
    await writer.getByRole('checkbox', { name: /Ấp 1/ }).check();
    await writer.getByRole('button', { name: /^Gửi duyệt: 3 hộ/ }).click();
    await writer.getByText('Bạn là người soạn đợt này.').waitFor();
    const id = new URL(writer.url()).pathname.split('/').at(-1)!;

    // The author takes it back, changes it and hands it in again.
    await writer.getByRole('button', { name: 'Lấy lại để sửa' }).click();
    await writer
      .getByLabel('Toàn văn trên trang của liên kết')
      .fill('Kính gửi {chủ hộ}.\n\n- Khóa bình ga\n- Tắt bếp');
    await writer.getByText(/^Đã lưu lúc/).waitFor();
    await writer.getByRole('button', { name: /^Gửi duyệt: 3 hộ/ }).click();
    await writer.getByText('Bạn là người soạn đợt này.').waitFor();
    expect(complaints).toEqual([]);

    const { page: approver } = await openPage(browser, story, await story.login('approver', 'binh'));
    await approver.goto(`/campaigns/${id}`);
    await approver.locator('del').filter({ hasText: 'Tắt điện' }).waitFor();
    await approver.locator('ins').filter({ hasText: 'Tắt bếp' }).waitFor();
    await approver.getByRole('listitem').filter({ hasText: 'Tắt bếp' }).waitFor();
    expect(await overflowOf(approver)).toBe(0);
    await approver.getByRole('button', { name: /^Duyệt và gửi ngay: 3 hộ/ }).click();
    await story.reaches(id, 'completed');
    await eventually(async () =>
      expect(await story.account(id)).toMatchObject({ delivered: 2, undelivered: 1 }),
    );

    // What the operator gave up on is sent again once the phone is on.
    const answer = await fetch(`${story.simulator.url}/admin/behaviour`, {
      method: 'POST',
      body: JSON.stringify({ ending: '81', behaviour: 'delivered' }),
    });
    expect(answer.status).toBe(200);
    await writer.reload();
    await writer.getByRole('heading', { name: '1 hộ chưa nhận được có thể gửi lại' }).waitFor();
    expect(await overflowOf(writer)).toBe(0);
    await writer.getByRole('checkbox', { name: /1 hộ · Nhà mạng thôi gửi/ }).uncheck();
    expect(await writer.getByRole('button', { name: 'Gửi lại 0 hộ' }).isDisabled()).toBe(true);
    await writer.getByRole('checkbox', { name: /1 hộ · Nhà mạng thôi gửi/ }).check();
    await writer.getByRole('button', { name: 'Gửi lại 1 hộ' }).click();
    await writer.getByText('Đang gửi lại cho 1 hộ.').waitFor();
    await eventually(async () =>
      expect(await story.account(id)).toMatchObject({ delivered: 3, undelivered: 0, planned: 0 }),
    );
    await writer.reload();
    await writer.getByRole('heading', { name: /có thể gửi lại/ }).waitFor({ state: 'detached' });
    const reached = await story.reached();
    for (const { phone } of households.slice(0, 2))
      expect(reached.filter((message) => message.phone === phone)).toHaveLength(1);
  });
});
