import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { makeArea, makeHousehold, makeHouseholds } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, DESK, openPage, overflowOf } from '../support/web.js';

const LIST = join(__dirname, '../../samples/xa-an-binh.xlsx');

describeWhen(hasChromium, 'Chromium is not installed')('the directory in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  it('begins empty on a phone, and a dirty list makes it a clean directory', async () => {
    const { page, complaints } = await openPage(browser, app, await app.login('admin'));
    await page.goto('/');
    await page.getByRole('link', { name: 'Danh bạ' }).click();
    await page.getByText('Danh bạ còn trống').waitFor();
    await page.getByRole('link', { name: 'Chọn xã, phường' }).click();
    await page.getByLabel('Tên xã, phường, tỉnh (cũ hoặc mới)').fill('an binh');
    await page
      .getByRole('button', { name: /^Chọn .*An Bình$/ })
      .first()
      .click();
    await page.getByText(/^Đã tạo \d+ địa bàn/).waitFor();
    expect(await overflowOf(page)).toBe(0);

    await page.goto('/directory/imports');
    await page.getByLabel('Chọn tệp').setInputFiles(LIST);
    await page.getByRole('heading', { name: 'Chương trình hiểu tệp như sau' }).waitFor();
    await page.getByText('Trang tính “Ấp 1”').click();
    await page.getByText('Tên chủ hộ', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Sửa cách hiểu các cột' }).click();
    await page
      .getByRole('combobox', { name: /Ghi chú/ })
      .first()
      .selectOption({ label: 'không đọc' });
    await page.getByRole('button', { name: 'Đọc lại theo cách hiểu này' }).click();
    // What was read the first time may stand there until the second reading is seen.
    await eventually(async () => {
      const [{ id }] = (await app.api('/imports', { as: 'admin' })).body.items;
      const { status, mapping } = (await app.api(`/imports/${id}`, { as: 'admin' })).body;
      expect([status, JSON.stringify(mapping).includes('"person"')]).toEqual(['ready', true]);
    });
    await page.reload();
    await page.getByRole('button', { name: 'Sửa cách hiểu các cột' }).waitFor();
    expect(await overflowOf(page)).toBe(0);

    const rejected = page.locator('summary').filter({ hasText: 'Bị trả lại' }).first();
    await rejected.click();
    await page
      .getByText(/^Dòng \d+/)
      .nth(3)
      .waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /^Tải \d+ dòng bị trả lại/ }).click();
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);

    await page.getByRole('combobox', { name: 'Căn cứ' }).selectOption({ label: 'nhiệm vụ công' });
    await page.getByLabel('Bằng chứng ở đâu').fill('Biên bản họp ấp ngày 12/3');
    await page.getByRole('button', { name: /^Ghi \d+ hộ vào danh bạ/ }).click();
    await page.getByRole('button', { name: 'Hoàn tác lần nhập này' }).waitFor();
    const origin = page.getByRole('region', { name: 'Ai nhập, từ tệp nào' });
    await origin.getByText(/^[\da-f]{64}$/).waitFor();
    const [done] = (await app.api('/imports', { as: 'admin' })).body.items;
    await origin.getByText(done.committedBy).last().waitFor();
    const [household] = (await app.api('/households?limit=1', { as: 'admin' })).body.items;
    const { body: history } = await app.api(`/households/${household.id}/history`, { as: 'admin' });
    expect(history.consents).toMatchObject([
      { basis: 'official-duty', evidence: 'Biên bản họp ấp ngày 12/3' },
    ]);
    await page.goto(`/directory/households/${household.id}`);
    await page.getByRole('link', { name: `Đưa vào từ danh sách ${done.fileName}` }).click();
    await page.getByRole('button', { name: 'Hoàn tác lần nhập này' }).waitFor();
    await page.getByRole('link', { name: 'Xem danh bạ' }).click();
    const { body } = await app.api('/areas', { as: 'admin' });
    const commune = body.items.find(({ level }: { level: string }) => level === 'commune');
    expect(commune.households).toBeGreaterThan(100);
    await page.getByText(`${commune.households}`, { exact: true }).first().waitFor();
    expect(await overflowOf(page)).toBe(0);

    await page.goBack();
    await page.getByRole('button', { name: 'Hoàn tác lần nhập này' }).click();
    await page.getByText('Đã hoàn tác: danh bạ trở lại như trước khi nhập.').waitFor();
    await page.goto('/directory/imports');
    await page
      .getByRole('link', { name: new RegExp(`xa-an-binh.* · ${done.createdBy} · \\d+ hộ`) })
      .waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('finds a household as one types, shows what another person changed meanwhile, and takes an edit back', async () => {
    const areaId = await makeArea(app.sql, { name: 'Xã Bình Minh', level: 'commune' });
    const made = await app.api('/households', {
      method: 'POST',
      as: 'admin',
      body: { areaId, headName: 'Đặng Thị Bưởi', address: 'Số 5', contacts: [{ phone: '0912 345 678' }] },
    });
    const { page, complaints } = await openPage(browser, app, await app.login('admin'));
    await page.goto('/directory');
    await page.getByLabel('Tìm hộ').fill('dang thi buoi');
    await page.getByRole('link', { name: /Đặng Thị Bưởi/ }).click();
    await page.getByRole('button', { name: 'Sửa', exact: true }).click();
    await page.getByLabel('Địa chỉ').fill('Số 7');
    await app.api(`/households/${made.body.id}`, {
      method: 'PATCH',
      as: 'admin',
      body: { address: 'Số 9' },
    });
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Địa chỉ: nay là “Số 9”, bạn viết “Số 7”').waitFor();
    await page.getByRole('button', { name: 'Lưu bản của tôi' }).click();
    await page.getByText('Đã lưu hộ Đặng Thị Bưởi.').waitFor();
    await page.getByText('Số 7').waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText('Số 9').waitFor();

    await page.getByText('Ghi nhận từ chối').click();
    await page.getByRole('button', { name: 'Ghi 0912 345 678 không nhận SMS' }).click();
    await page.getByText(/^0912 345 678 không nhận SMS từ/).waitFor();
    await page.getByRole('button', { name: 'Cho nhận lại' }).click();
    await page.getByText(/đã nhận lại từ/).waitFor();
    expect(await overflowOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('takes down on what ground a number is written to, with its proof, and withdraws it', async () => {
    const areaId = await makeArea(app.sql, { name: 'Xã Bình Yên', level: 'commune' });
    const { body } = await app.api('/households', {
      method: 'POST',
      as: 'admin',
      body: { areaId, headName: 'Đặng Thị Cam', contacts: [{ phone: '0912 345 699' }] },
    });
    const { page, complaints } = await openPage(browser, app, await app.login('admin'));
    await page.goto(`/directory/households/${body.id}`);
    await page.getByText('Chưa ghi căn cứ gửi tin cho hộ này.').waitFor();
    await page.getByText('Ghi căn cứ, sự đồng ý').click();
    await page.getByRole('combobox', { name: 'Căn cứ' }).selectOption({ label: 'bản giấy' });
    await page.getByLabel('Bằng chứng ở đâu').fill('Phiếu số 7, tủ 2');
    await page.getByLabel('Ngày đồng ý').fill('2026-03-12');
    await page.getByRole('button', { name: 'Ghi lại' }).click();
    await page.getByText('0912 345 699 đồng ý nhận tin (bản giấy), ngày 12/03/2026').waitFor();
    await page.getByText('(Phiếu số 7, tủ 2)').waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('button', { name: 'Rút lại' }).click();
    await page.getByText(/rút lại lúc/).waitFor();
    await page.getByText(/^0912 345 699 không nhận Zalo từ/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('hands a household’s file out as a workbook and as JSON', async () => {
    const areaId = await makeArea(app.sql, { name: 'Xã Hồ Sơ', level: 'commune' });
    const id = await makeHousehold(app.sql, { areaId, headName: 'Lê Thị Hồ Sơ' });
    const { page, complaints } = await openPage(browser, app, await app.login('admin'));
    await page.goto(`/directory/households/${id}`);
    for (const [name, start] of [
      ['Tải hồ sơ (Excel)', 'PK'],
      ['Dạng JSON', '{'],
    ] as const) {
      const href = await page.getByRole('link', { name }).getAttribute('href');
      const answer = await page.request.get(href!);
      expect([answer.status(), (await answer.body()).subarray(0, start.length).toString()]).toEqual([
        200,
        start,
      ]);
    }
    expect(complaints).toEqual([]);
  });

  it('shows what a figure counts, and joins a household that was entered twice', async () => {
    const areaId = await makeArea(app.sql, { name: 'Xã Phú Lộc', level: 'commune' });
    for (const [headName, phones] of [
      ['Lý Văn Sáu', ['0913 000 111']],
      ['Lý Văn Sáu A', []],
    ] as const) {
      const body = { areaId, headName, contacts: phones.map((phone) => ({ phone })) };
      await app.api('/households', { method: 'POST', as: 'admin', body });
    }
    const { page, complaints } = await openPage(browser, app, await app.login('admin'));
    await page.goto(`/directory?area=${areaId}`);
    await page.getByRole('link', { name: /^1\s*chưa có số$/ }).click();
    await page.getByText('Chỉ các hộ chưa có số').waitFor();
    await page.getByText('1 hộ', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: /Lý Văn Sáu/ }).count()).toBe(1);

    await page.goto('/directory/groups');
    await page.getByLabel('Tên nhóm').fill('Hộ kinh doanh');
    await page.getByRole('button', { name: 'Tạo nhóm' }).click();
    await page.getByRole('button', { name: 'Thêm hộ vào Hộ kinh doanh' }).click();
    await page.getByLabel('Mọi hộ của địa bàn').selectOption(areaId);
    await page.getByRole('button', { name: 'Thêm các hộ này' }).click();
    await page.getByText('Đã thêm 2 hộ vào Hộ kinh doanh.').waitFor();
    expect(await overflowOf(page)).toBe(0);

    await page.getByRole('link', { name: 'Xem các hộ của Hộ kinh doanh' }).click();
    await page.getByText('Nhóm “Hộ kinh doanh”').waitFor();
    await page
      .getByRole('link', { name: /Lý Văn Sáu\b(?! A)/ })
      .first()
      .click();
    await page.getByText('Hộ này bị nhập hai lần?').click();
    await page.getByRole('button', { name: 'Chọn hộ này' }).first().click();
    await page.getByText(/chung 1 số điện thoại/).waitFor();
    await page.getByRole('button', { name: /^Gộp Lý Văn Sáu.* vào hộ này$/ }).click();
    await page.getByText(/^Đã gộp hộ Lý Văn Sáu.* vào đây/).waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('button', { name: 'Tách ra lại' }).click();
    await page.getByText(/· đã hoàn tác/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('changes the tree of areas, says what it means in households, and takes it back', async () => {
    const communeId = await makeArea(app.sql, { name: 'Xã Tân Hòa', level: 'commune' });
    const ids: string[] = [];
    for (const name of ['Ấp Đông', 'Ấp Tây'])
      ids.push(await makeArea(app.sql, { name, parentId: communeId }));
    await makeHouseholds(app.sql, { areaId: ids[1]!, count: 3 });
    const { page, complaints } = await openPage(browser, app, await app.login('admin'));
    await page.goto(`/directory/areas?area=${ids[0]}`);
    await page.getByText('Sáp nhập địa bàn khác vào đây').click();
    await page.getByRole('checkbox', { name: /Ấp Tây/ }).check();
    await page.getByText(/^3 hộ chuyển vào Ấp Đông, thành 3 hộ/).waitFor();
    await page.getByRole('button', { name: 'Sáp nhập 3 hộ' }).click();
    await page.getByText('Sáp nhập Ấp Tây vào Ấp Đông: 3 hộ').waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('status').getByRole('button', { name: 'Hoàn tác' }).click();
    await eventually(async () => {
      const { body } = await app.api(`/areas/${ids[1]}`, { as: 'admin' });
      expect([body.closedOn, body.households]).toEqual([null, 3]);
    });
    expect(complaints).toEqual([]);
  });

  it('scrolls through a long list, and holds only what is near the window', async () => {
    const areaId = await makeArea(app.sql, { name: 'Phường Dài', level: 'commune' });
    const count = 3_000;
    await makeHouseholds(app.sql, { areaId, count });
    const { page } = await openPage(browser, app, await app.login('viewer'), { viewport: DESK });
    await page.addInitScript(`window.pauses = [];
      new PerformanceObserver((list) => window.pauses.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask' });`);
    await page.goto(`/directory?area=${areaId}`);
    await page
      .getByRole('link', { name: /Nguyễn Văn An/ })
      .first()
      .waitFor();
    await page.evaluate('window.pauses.length = 0');
    await eventually(
      async () => {
        await page.mouse.wheel(0, 20_000);
        await page.getByText('3.000 hộ', { exact: true }).waitFor({ timeout: 50 });
      },
      { timeoutMs: 60_000, everyMs: 20 },
    );
    await page.locator(`li[aria-posinset="${count}"] a`).waitFor();
    expect(await page.locator('li[aria-posinset]').count()).toBeLessThan(60);
    const longest = await page.evaluate<number>('Math.max(0, ...window.pauses)');
    process.stdout.write(`Scrolled ${count} households; the longest pause took ${Math.round(longest)} ms\n`);
  });
});
