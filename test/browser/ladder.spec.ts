import type { Browser } from 'playwright-core';
import { makeHousehold } from '../factories/directory.factory.js';
import { type ZaloStory, zaloStory } from '../flows/zalo-story.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

describeWhen(hasChromium, 'Chromium is not installed')('a campaign by Zalo and then by SMS', () => {
  let story: ZaloStory;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([zaloStory(), startBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  it('is written on a phone with its template, its next step and those left out', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push(await makeHousehold(story.sql, { areaId: story.hamletId }));
    const group = await story.api('/groups', { method: 'POST', as: 'admin', body: { name: 'Hộ cán bộ' } });
    await story.api(`/groups/${group.body.id}/members`, {
      method: 'POST',
      as: 'admin',
      body: { householdIds: [ids[0]] },
    });
    const { page, complaints } = await openPage(browser, story, await story.login('propagandist', 'hoa'));
    await page.goto('/campaigns/new');
    await page.getByLabel('Tên đợt').fill('Cảnh giác lừa đảo');
    await page.getByLabel('Gửi qua').selectOption(story.templatesId);
    await page.getByLabel('Mẫu tin Zalo đã duyệt').selectOption('345678');
    await page.getByLabel('chu_ho').fill('{chủ hộ}');
    await page.getByLabel('dia_ban').fill('{khu dân cư}');
    await page.getByLabel('noi_dung').fill('Cảnh giác lừa đảo');
    // The picture shows what a household would read, not the placeholder.
    const picture = page.getByRole('figure');
    await picture.getByText('Cảnh giác lừa đảo').waitFor();
    expect(await picture.innerText()).not.toContain('{chủ hộ}');
    expect(await overflowOf(page)).toBe(0);

    await page.getByRole('button', { name: 'Thêm bước dự phòng' }).click();
    await page.getByLabel('Tin nhắn gửi tới mỗi hộ').fill('Gửi hộ {chủ hộ}: hãy cảnh giác.');
    await page
      .getByLabel('Khi nào sang bước sau')
      .selectOption({ label: 'Gửi hỏng, hoặc 4 giờ không có báo nhận' });
    await page.getByRole('checkbox', { name: /Xã An Bình/ }).check();
    await page.getByText('3 hộ sẽ nhận tin').waitFor();
    await page.getByText('Chỉ gửi cho một số hộ, hoặc bớt hộ').click();
    await page
      .getByRole('group', { name: 'Không gửi cho các nhóm' })
      .getByRole('checkbox', { name: /Hộ cán bộ/ })
      .check();
    await page.getByText('2 hộ sẽ nhận tin').waitFor();
    expect(await overflowOf(page)).toBe(0);

    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    await eventually(async () => {
      const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
      expect(body.audience).toEqual({
        areaIds: [story.communeId],
        exclude: { groupIds: [group.body.id] },
      });
      expect(body.steps).toMatchObject([
        {
          channel: 'zalo',
          templateId: '345678',
          templateData: { chu_ho: '{chủ hộ}' },
          deadlineMinutes: 240,
        },
        { channel: 'sms', gatewayId: story.gatewayId, text: 'Gửi hộ {chủ hộ}: hãy cảnh giác.' },
      ]);
    });
    // Another visit shows the same, and what was left out stays left out.
    await page.reload();
    await page.getByText('2 hộ sẽ nhận tin').waitFor();
    await page.getByRole('button', { name: 'Bỏ bước 1' }).click();
    await page.getByText(/^Đã lưu/).waitFor();
    await eventually(async () => {
      const { body } = await story.api(`/campaigns/${id}`, { as: 'propagandist' });
      expect([body.steps.length, body.steps[0].channel, body.audience.exclude]).toEqual([
        1,
        'sms',
        { groupIds: [group.body.id] },
      ]);
    });
    await page.getByRole('button', { name: /^Gửi duyệt: 2 hộ/ }).click();
    await page.getByText('Không gửi cho: Hộ cán bộ').waitFor();
    expect(complaints).toEqual([]);
  });
});
