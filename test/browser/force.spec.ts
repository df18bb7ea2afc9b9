import type { Browser } from 'playwright-core';
import { makeArea, makeHouseholds } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';
import { violationsInBothThemes } from '../support/axe.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

describeWhen(hasChromium, 'Chromium is not installed')('the force and data requests in the browser', () => {
  let story: Story;
  let browser: Browser;
  let householdId: string;
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([startStory(), startBrowser()]);
    const other = await makeArea(story.sql, { name: 'Ấp 2', parentId: story.communeId });
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: 2 });
    await makeHouseholds(story.sql, { areaId: other, count: 1 });
    const [first] = await story.sql.query<{ id: string }>('select id from households order by id limit 1');
    householdId = first!.id;
    await story.reaches(await story.approved(), 'completed');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  it('enter a propagandist, give them an area that had nobody, and see what arrived there this month', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto('/directory/force');
    await page.getByText('2 khu dân cư chưa có ai phụ trách hôm nay').waitFor();
    await page.getByRole('link', { name: 'Thêm tuyên truyền viên' }).click();
    await page.getByLabel('Họ tên').fill('Lê Thị Sáu');
    await page.getByLabel('Thuộc địa bàn').selectOption({ label: 'Xã An Bình' });
    await page.getByLabel('Số điện thoại').fill('12');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('không phải số di động Việt Nam').waitFor();
    await page.getByLabel('Số điện thoại').fill('0912 345 678');
    await page.getByRole('button', { name: 'Thêm lần tập huấn' }).click();
    await page.getByLabel('Nội dung').fill('Kỹ năng tuyên truyền');
    await page.getByLabel('Ngày công nhận').fill('2025-08-01');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Đã lưu Lê Thị Sáu.').waitFor();

    // Ấp 1 has more households: it stands first.
    await page.getByRole('button', { name: 'Giao người phụ trách Ấp 1' }).click();
    await page.getByLabel('Ai phụ trách Ấp 1?').selectOption({ label: 'Lê Thị Sáu' });
    await page.getByRole('button', { name: 'Giao', exact: true }).click();
    await page.getByText('Lê Thị Sáu phụ trách Ấp 1.').waitFor();
    await page.getByText('1 khu dân cư chưa có ai phụ trách hôm nay').waitFor();
    await page.getByText('Phụ trách: Ấp 1').waitFor();
    const [reached] = await story.sql.query<{ n: number }>(
      `select count(*)::int as n from deliveries where area_id = $1 and state = 'delivered'`,
      [story.hamletId],
    );
    expect(reached!.n).toBeGreaterThan(0);
    const figures = page.locator('dl[aria-label="Hoạt động của Lê Thị Sáu"] > div');
    await figures.filter({ hasText: 'hộ phụ trách' }).getByText('2', { exact: true }).waitFor();
    await figures
      .filter({ hasText: 'lượt hộ nhận được tin' })
      .getByText(String(reached!.n), { exact: true })
      .waitFor();
    await page.getByLabel('Hoạt động trong tháng').fill('2025-01');
    await figures.filter({ hasText: 'lượt hộ nhận được tin' }).getByText('0', { exact: true }).waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('put somebody in their place for a while; who only reads finds no way to change it', async () => {
    const areaId = story.communeId;
    const made = await story.api('/propagandists', {
      method: 'POST',
      as: 'admin',
      body: { areaId, fullName: 'Võ Văn Tám' },
    });
    expect(made.status).toBe(201);
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto('/directory/force');
    await page.getByRole('link', { name: 'Lê Thị Sáu' }).click();
    await page.getByRole('button', { name: 'Thêm người thay' }).click();
    await page.getByLabel('Người thay', { exact: true }).selectOption({ label: 'Võ Văn Tám' });
    await page.getByLabel('Đến hết ngày').fill('2099-12-31');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Đã lưu Lê Thị Sáu.').waitFor();
    await page.goto('/directory/force');
    await page.getByText('Võ Văn Tám thay đến hết 31/12/2099').waitFor();

    const { page: reader } = await openPage(browser, story, await story.login('viewer'));
    await reader.goto('/directory/force');
    await reader.getByRole('link', { name: 'Lê Thị Sáu' }).click();
    await reader.getByText('Kỹ năng tuyên truyền', { exact: false }).waitFor();
    await reader.getByText('0912 *** 678').waitFor();
    expect(await reader.getByRole('button', { name: 'Lưu' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('enter what a household asks, see its deadline, erase the household and close the request', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('admin'));
    await page.goto(`/directory/households/${householdId}`);
    await page.getByRole('link', { name: 'Ghi yêu cầu của hộ này' }).click();
    await page.getByLabel('Yêu cầu', { exact: true }).selectOption({ label: 'Xóa dữ liệu' });
    await page.getByLabel('Ai yêu cầu').fill('Nguyễn Văn Năm');
    await page.getByRole('button', { name: 'Ghi yêu cầu' }).click();
    await page.getByText(/^Giải quyết xong trước \d/).waitFor();
    await page.getByRole('button', { name: 'Đã báo cho người yêu cầu' }).click();
    await page.getByText(/^Đã báo lúc/).waitFor();
    const requestAt = page.url();
    await page.getByRole('link', { name: 'Mở hộ này' }).first().click();
    await page.getByRole('button', { name: 'Xóa vĩnh viễn' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa vĩnh viễn' }).waitFor();
    // Its button is red: white on it must be read at day and at night.
    expect(await violationsInBothThemes(page)).toEqual({ light: [], dark: [] });
    await page.getByRole('dialog').getByRole('button', { name: 'Xóa vĩnh viễn' }).click();
    await page.getByText(/^Đã xóa vĩnh viễn/).waitFor();
    expect((await story.api(`/households/${householdId}`, { as: 'admin' })).status).toBe(404);

    await page.goto(requestAt);
    await page.getByLabel('Đã làm gì, hoặc vì sao từ chối').fill('Đã xóa theo đơn.');
    await page.getByRole('button', { name: 'Đã giải quyết xong' }).click();
    await page
      .getByText(/Đã xóa theo đơn\./)
      .first()
      .waitFor();
    await page.goto('/directory/requests');
    await page.getByText('Không có yêu cầu nào').waitFor();
    await page.getByLabel('Hiện').selectOption({ label: 'Đã giải quyết' });
    await page.getByText('Nguyễn Văn Năm', { exact: false }).waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  });
});
