import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { startApp, type TestApp } from '../support/app.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

describeWhen(hasChromium, 'Chromium is not installed')('webhooks in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  let receiver: Server;
  let status = 500;
  const heard: string[] = [];
  beforeAll(async () => {
    buildWebApp();
    receiver = createServer((request, response) => {
      heard.push(String(request.headers['webhook-signature']));
      request.resume().on('end', () => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    receiver?.close();
  });

  it('are made with a secret shown once, tried, told again what they missed, and switched off', async () => {
    const { page, complaints } = await openPage(browser, app, await app.login('admin'));
    await page.goto('/settings');
    await page.getByRole('link', { name: /Báo cho phần mềm khác/ }).click();
    await page.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    await page.getByLabel('Tên gọi').fill('Phần mềm điều hành');
    await page.getByLabel('Địa chỉ nhận').fill('http://169.254.169.254/latest');
    await page.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    await page.getByText(/địa chỉ trong mạng nội bộ không được phép/).waitFor();
    const { port } = receiver.address() as AddressInfo;
    await page.getByLabel('Địa chỉ nhận').fill(`http://127.0.0.1:${port}/bao`);
    await page.getByRole('button', { name: 'Thêm địa chỉ nhận' }).click();
    await page.getByText('Khóa ký của “Phần mềm điều hành”').waitFor();
    expect(await page.locator('.note.good > div').nth(1).innerText()).toMatch(/^whsec_/);
    expect(await overflowOf(page)).toBe(0);

    await page.getByRole('link', { name: /Phần mềm điều hành/ }).click();
    await page.getByRole('button', { name: 'Báo thử ngay' }).click();
    await page.getByText('Nơi nhận trả lời 500, chưa coi là đã nhận.').waitFor();
    // Something that it did not take: told again once it listens.
    await app.sql.execute(
      `insert into webhook_deliveries (endpoint_id, event, subject_id, state, settled_at)
       select id, 'campaign.finished', 1, 'failed', now() from webhook_endpoints`,
    );
    status = 204;
    await page.reload();
    await page.getByRole('button', { name: 'Báo lại những lần hỏng' }).click();
    await page.getByText('Đang báo lại 1 lần.').waitFor();
    await page.getByText('Đã nhận', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Báo thử ngay' }).click();
    await page.getByText('Nơi nhận đã trả lời 204: nối được.').waitFor();
    expect(heard.length).toBeGreaterThanOrEqual(3);
    expect(heard.every((signature) => signature.startsWith('v1,'))).toBe(true);

    await page.getByRole('button', { name: 'Tắt', exact: true }).click();
    await page.getByText('Đang tắt').waitFor();
    expect(await page.getByRole('button', { name: 'Báo thử ngay' }).count()).toBe(0);
    expect(await overflowOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  });
});
