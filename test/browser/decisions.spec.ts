import type { Browser } from 'playwright-core';
import { makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';
import { violationsInBothThemes } from '../support/axe.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

const NOTHING = { light: [], dark: [] };

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
    await page.getByRole('alert').filter({ hasText: 'Chưa có gì được quyết định' }).waitFor();
    await page.getByText('Khác với lần gửi duyệt trước').waitFor();
    await page.getByText('Tin mà chưa ai đọc').first().waitFor();
    expect((await story.api(`/campaigns/${id}`, { as: 'approver' })).body.state).toBe('submitted');
    expect(await overflowOf(page)).toBe(0);
    await approve.click();
    await page.getByText('Đã duyệt.').waitFor();
    await story.reaches(id, 'completed');
    expect(complaints).toEqual([]);
  });

  it('lets an urgent one out at once with a word why, and two approvers say on their phones what they think', async () => {
    const { page, complaints } = await openPage(browser, story, await story.login('propagandist', 'hoa'));
    await page.goto('/campaigns/new');
    await page.getByLabel('Tên đợt').fill('Nước lên');
    await page.getByLabel('Tin nhắn gửi tới mỗi hộ').fill('Nước đang lên, hãy dời đồ lên cao.');
    await page.getByRole('checkbox', { name: /Xã An Bình/ }).check();
    await page.getByText('1 hộ sẽ nhận tin').waitFor();
    expect(await page.getByRole('button', { name: 'Phát khẩn' }).count()).toBe(0);
    await page.getByLabel('Tin khẩn').check();
    await page.getByText(/^Đã lưu/).waitFor();
    await page.getByRole('button', { name: 'Phát khẩn' }).click();
    await page.getByText(/^Tin được gửi ngay: 1 hộ, .* Hai người duyệt xem lại trong 24 giờ/).waitFor();
    const now = page.getByRole('button', { name: 'Phát khẩn ngay' });
    expect(await now.isDisabled()).toBe(true);
    await page.getByLabel('Vì sao không chờ được').fill('Thủy điện vừa xả lũ');
    expect(await overflowOf(page)).toBe(0);
    expect(await violationsInBothThemes(page)).toEqual(NOTHING);
    await now.click();
    await page.getByText('0 trên 2 người duyệt đã xem lại.').waitFor();
    await page.getByText('Lý do: Thủy điện vừa xả lũ').waitFor();
    // Whoever wrote it has no word on it.
    expect(await page.getByRole('button', { name: 'Đồng ý', exact: true }).count()).toBe(0);
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    await story.reaches(id, 'completed');

    const { page: first } = await openPage(browser, story, await story.login('approver', 'binh'));
    await first.goto('/');
    await first.getByRole('link', { name: 'Xem lại đợt phát khẩn “Nước lên”' }).click();
    await first.getByText(/^hoa cho phát lúc/).waitFor();
    await first.getByRole('button', { name: 'Đồng ý', exact: true }).click();
    await first.getByText('1 trên 2 người duyệt đã xem lại.').waitFor();
    expect(await first.getByRole('button', { name: 'Đồng ý', exact: true }).count()).toBe(0);

    const { page: second } = await openPage(browser, story, await story.login('approver', 'an'));
    await second.goto(`/campaigns/${id}`);
    await second.getByRole('button', { name: 'Không đồng ý' }).click();
    await second.getByLabel('Vì sao không đồng ý').fill('Chưa ghi nơi tránh lũ');
    expect(await overflowOf(second)).toBe(0);
    expect(await violationsInBothThemes(second)).toEqual(NOTHING);
    await second.getByRole('button', { name: 'Gửi ý kiến' }).click();
    await second.getByText('2 trên 2 người duyệt đã xem lại.').waitFor();
    await second.getByText('Chưa ghi nơi tránh lũ').waitFor();
    const { release } = (await story.api(`/campaigns/${id}/release`, { as: 'viewer' })).body;
    expect(release).toMatchObject({ state: 'objected', word: 'Thủy điện vừa xả lũ' });
    expect(complaints).toEqual([]);
  });

  it('lets out what was handed in already, but not once somebody has changed it', async () => {
    const id = await story.submitted({ title: 'Cháy rừng', isUrgent: true });
    const { page } = await openPage(browser, story, await story.login('propagandist'));
    await page.goto(`/campaigns/${id}`);
    await page.getByRole('button', { name: 'Phát khẩn' }).click();
    await page.getByLabel('Vì sao không chờ được').fill('Lửa sát nhà dân');
    await act(id, 'revise');
    await act(id, 'submit');
    await page.getByRole('button', { name: 'Phát khẩn ngay' }).click();
    await page.getByRole('alert').filter({ hasText: 'Chưa có gì được quyết định' }).waitFor();
    expect((await story.api(`/campaigns/${id}`, { as: 'propagandist' })).body.state).toBe('submitted');
    await page.getByRole('button', { name: 'Phát khẩn' }).click();
    await page.getByLabel('Vì sao không chờ được').fill('Lửa sát nhà dân');
    await page.getByRole('button', { name: 'Phát khẩn ngay' }).click();
    await page.getByText('0 trên 2 người duyệt đã xem lại.').waitFor();
  });
});
