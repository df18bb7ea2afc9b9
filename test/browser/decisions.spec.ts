import type { Browser } from 'playwright-core';
import { makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

describeWhen(hasChromium, 'Chromium is not installed')('who decides in the browser', () => {
  let story: Story;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([startStory(), startBrowser()]);
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: ['+84912310000'] });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  const act = (id: string, action: string) =>
    story.api(`/campaigns/${id}/${action}`, { method: 'POST', as: 'propagandist' });

  it('releases what they read only: a text that was swapped meanwhile is shown first', async () => {
    const id = await story.submitted({ title: 'Đổi tin giữa chừng' });
    const { page, complaints } = await openPage(browser, story, await story.login('approver'));
    await page.goto(`/campaigns/${id}`);
    const approve = page.getByRole('button', { name: /^Duyệt và gửi ngay: 1 hộ/ });
    await approve.waitFor();
    await act(id, 'revise');
    await story.api(`/campaigns/${id}`, {
      method: 'PATCH',
      as: 'propagandist',
      body: { steps: [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Tin mà chưa ai đọc' }] },
    });
    await act(id, 'submit');
    await approve.click();
    await page.getByRole('alert').filter({ hasText: 'Chưa duyệt gì cả' }).waitFor();
    await page.getByText('Khác với lần gửi duyệt trước').waitFor();
    await page.getByText('Tin mà chưa ai đọc').first().waitFor();
    expect((await story.api(`/campaigns/${id}`, { as: 'approver' })).body.state).toBe('submitted');
    expect(await overflowOf(page)).toBe(0);
    await approve.click();
    await page.getByText('Đã duyệt.').waitFor();
    await story.reaches(id, 'completed');
    expect(complaints).toEqual([]);
  });
});
