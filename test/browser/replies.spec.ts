import { createHmac } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

const KEY = 'khoa-thu-nghiem';
const PHONE = '+84912345000';

describeWhen(hasChromium, 'Chromium is not installed')('replies in the browser', () => {
  let story: Story;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([startStory(), startBrowser()]);
    await makeHousehold(story.sql, { areaId: story.hamletId, headName: 'Nguyễn Văn Hỏi', phones: [PHONE] });
    await story.reaches(await story.approved(), 'completed');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  /** The household writes; the operator calls. */
  async function says(text: string, id: string): Promise<void> {
    const { body: gateway } = await story.api(`/gateways/${story.gatewayId}`, { as: 'admin' });
    const body = JSON.stringify({ type: 'inbound', from: PHONE, text, id, at: new Date().toISOString() });
    const signature = createHmac('sha256', KEY).update(body).digest('hex');
    await fetch(gateway.webhookUrl, {
      method: 'POST',
      headers: { 'x-simulator-signature': signature },
      body,
    });
  }

  it('are found from home, given to somebody, answered from a canned answer, and refused for on a phone', async () => {
    const hoa = await story.login('propagandist', 'hoa');
    const lan = await story.login('propagandist', 'lan');
    await says('Dang ky tam tru o dau vay can bo?', 'hoi-1');
    const { page, complaints } = await openPage(browser, story, hoa);

    await page.goto('/replies/canned');
    await page.getByRole('button', { name: 'Thêm câu mẫu' }).click();
    await page.getByLabel('Về việc gì').fill('Tạm trú');
    await page.getByLabel('Nội dung').fill('Mời ông/bà đến Công an xã.');
    await page.getByLabel('Căn cứ pháp luật').fill('Luật Cư trú 2020, Điều 28');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('heading', { name: 'Tạm trú' }).waitFor();

    await eventually(async () => {
      const { body } = await story.api('/replies', { as: hoa });
      expect(body.items).toHaveLength(1);
    });
    await page.goto('/');
    await page.getByRole('link', { name: /Trả lời Nguyễn Văn Hỏi/ }).click();
    await page.getByText('Dang ky tam tru o dau vay can bo?').waitFor();
    // What the household answers stands above its words.
    await page.getByText('Gửi hộ Nguyễn Văn Hỏi').waitFor();
    await page.getByLabel('Người phụ trách').selectOption({ label: 'lan' });
    await page.getByText('Đã giao cho lan.').waitFor();
    const { body: given } = await story.api('/replies?limit=1', { as: hoa });
    expect(given.items[0].assignedTo.id).toBe(lan.userId);
    expect(await overflowOf(page)).toBe(0);

    await page.getByLabel('Câu trả lời mẫu').selectOption({ label: 'Tạm trú · Luật Cư trú 2020, Điều 28' });
    expect(await page.getByLabel('Nội dung trả lời').inputValue()).toBe(
      'Mời ông/bà đến Công an xã. (Luật Cư trú 2020, Điều 28)',
    );
    await page.getByRole('button', { name: 'Gửi câu trả lời' }).click();
    await page.getByText('Câu trả lời đang được gửi.').waitFor();
    await page.getByText('Đã trả lời', { exact: true }).waitFor();
    await eventually(async () =>
      expect((await story.reached()).filter(({ phone }) => phone === PHONE)).toHaveLength(2),
    );
    await page.getByText(/Câu trả lời · .* · đã đến máy/).waitFor();

    await page.getByRole('button', { name: 'Thôi gửi tin SMS tới số này' }).click();
    await page.getByText(/Số này không nhận tin SMS, từ/).waitFor();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    await page.getByText('Số này đang nhận tin SMS.').waitFor();

    await page.getByRole('button', { name: 'Đóng, không cần trả lời' }).click();
    await page.getByRole('button', { name: 'Mở lại' }).last().click();
    await page.getByRole('button', { name: 'Đóng, không cần trả lời' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('can be given only to those who deal with the area', async () => {
    const other = await story.api('/users', {
      method: 'POST',
      as: 'admin',
      body: { username: 'xem', roles: ['viewer'] },
    });
    const { body } = await story.api('/replies?limit=1', { as: 'admin' });
    const [reply] = body.items;
    const people = await story.api(`/replies/${reply.id}/assignees`, { as: 'admin' });
    expect(people.body.items.map(({ displayName }: { displayName: string }) => displayName)).not.toContain(
      'xem',
    );
    const refused = await story.api(`/replies/${reply.id}/assign`, {
      method: 'POST',
      as: 'admin',
      body: { userId: other.body.id },
    });
    expect(refused.status).toBe(400);
  });

  it('are found again by area, by person and by state, at the address of the choice', async () => {
    await says('Con ai tra loi khong?', 'hoi-2');
    const { page } = await openPage(browser, story, await story.login('propagandist', 'hoa'));
    await page.goto('/replies');
    await page.getByText('Con ai tra loi khong?').waitFor();
    await page.getByText(/^Còn 4\d giờ$/).waitFor();
    await page.getByLabel('Địa bàn').selectOption({ label: 'Ấp 1' });
    await page.getByLabel('Người phụ trách').selectOption('nobody');
    await page.getByText('Con ai tra loi khong?').waitFor();
    await page.getByLabel('Tình trạng').selectOption('closed');
    await page.getByText('Không có tin nào ở đây').waitFor();
    expect(new URL(page.url()).searchParams.get('state')).toBe('closed');
    await page.reload();
    await page.getByText('Không có tin nào ở đây').waitFor();
  });
});
