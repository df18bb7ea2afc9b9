import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createFirstAdmin } from '../../src/identity/first-admin.js';
import { UsersService } from '../../src/identity/users.service.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { startApp, type TestApp } from '../support/app.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, DESK, openPage, overflowOf } from '../support/web.js';

const KEY = 'khoa-thu-nghiem';
const OWN_PASSWORD = 'tuyen-truyen-an-binh';
const LIST = path.join(__dirname, '../../samples/ho-dan-ap-7.csv');

describeWhen(hasChromium, 'Chromium is not installed')(
  'an installation that was started for the first time',
  () => {
    let app: TestApp;
    let simulator: Simulator;
    let browser: Browser;
    beforeAll(async () => {
      buildWebApp();
      [app, simulator, browser] = await Promise.all([
        startApp(),
        startSimulator({ port: 0, key: KEY, receiptDelayMs: 20 }),
        startBrowser(),
      ]);
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      await app?.close();
      await simulator?.stop();
    });

    async function signIn(page: Page, username: string, password: string): Promise<void> {
      await page.goto('/');
      await page.getByLabel('Tên đăng nhập').fill(username);
      await page.getByRole('textbox', { name: 'Mật khẩu' }).fill(password);
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
    }

    /** The first sign-in asks for a password of one's own. */
    async function setOwnPassword(page: Page, given: string): Promise<void> {
      await page.getByLabel(/hiện tại|được cấp/).fill(given);
      await page.getByLabel(/^Mật khẩu mới/).fill(OWN_PASSWORD);
      await page.locator('button[type=submit]').click();
      await page.getByText('Việc chờ bạn').waitFor();
    }

    it('comes from the one-time password to a campaign that reached its households, through the screens alone', async () => {
      const printed = await createFirstAdmin(app.app.get(UsersService), app.config);
      const [, username, password] = /Tên đăng nhập: (\S+)\n\s+Mật khẩu: (\S+)/.exec(printed!)!;
      const { page, complaints } = await openPage(browser, app, null, { viewport: DESK });
      await signIn(page, username!, password!);
      await setOwnPassword(page, password!);

      // An empty directory says what to do first.
      await page.getByRole('link', { name: 'Danh bạ' }).click();
      await page.getByRole('link', { name: 'Địa bàn' }).first().click();
      await page.getByLabel('Tên xã, phường, tỉnh (cũ hoặc mới)').fill('an binh');
      await page
        .getByRole('button', { name: /^Chọn / })
        .first()
        .click();
      await page.getByText(/^Đã tạo \d+ địa bàn/).waitFor();

      await page.goto('/directory/imports');
      await page.locator('input[type=file]').setInputFiles(LIST);
      await page.getByRole('button', { name: /^Ghi \d+ hộ vào danh bạ/ }).click();
      await eventually(
        async () => {
          const { body } = await app.api('/areas', { as: 'viewer' });
          const households = body.items.reduce(
            (sum: number, each: { households: number }) => sum + each.households,
            0,
          );
          expect(households).toBeGreaterThan(50);
        },
        { timeoutMs: 60_000 },
      );

      await page.goto('/settings/gateways/new');
      await page.getByLabel('Nhà mạng').selectOption('simulator');
      await page.getByLabel('Tên gọi').fill('Nhà mạng thử');
      await page.getByLabel('Tốc độ (phần tin mỗi giây)').fill('500');
      await page.getByLabel('Giá một phần tin (đồng)').fill('350');
      await page.getByLabel('Gửi từ (giờ:phút)').fill('00:00');
      await page.getByLabel('Đến (giờ:phút)').fill('24:00');
      await page.getByLabel('Địa chỉ máy chủ nhà mạng').fill(simulator.url);
      await page.getByRole('textbox', { name: 'Khóa', exact: true }).fill(KEY);
      await page.getByRole('button', { name: 'Nối cổng này' }).click();
      await page.getByRole('heading', { name: 'Nhà mạng thử' }).waitFor();

      const given = new Map<string, string>();
      for (const [name, role] of [
        ['hoa', 'propagandist'],
        ['binh', 'approver'],
      ] as const) {
        await page.goto('/settings/people/new');
        await page.getByLabel('Tên đăng nhập').fill(name);
        await page.getByLabel('Họ tên').fill(name === 'hoa' ? 'Trần Thị Hoa' : 'Lê Văn Bình');
        await page.getByLabel('Vai trò 1', { exact: true }).selectOption(role);
        await page.getByRole('button', { name: 'Thêm người' }).click();
        await page.getByText(`Mật khẩu đầu tiên của ${name}`).waitFor();
        given.set(name, (await page.locator('.note.good > div').nth(1).innerText()).trim());
      }

      const { page: writer } = await openPage(browser, app, null);
      await signIn(writer, 'hoa', given.get('hoa')!);
      await setOwnPassword(writer, given.get('hoa')!);
      await writer.getByRole('link', { name: 'Soạn đợt mới' }).first().click();
      await writer.getByLabel('Tên đợt').fill('Đợt đầu tiên');
      await writer
        .getByLabel('Tin nhắn gửi tới mỗi hộ')
        .fill('Kính gửi {chủ hộ}: hãy kiểm tra bếp và ổ điện.');
      await writer
        .getByRole('checkbox', { name: /An Bình/ })
        .first()
        .check();
      await writer.getByRole('button', { name: /^Gửi duyệt: \d+ hộ/ }).click();
      await writer.getByText('Bạn là người soạn đợt này.').waitFor();
      const id = new URL(writer.url()).pathname.split('/').at(-1)!;

      const { page: approver } = await openPage(browser, app, null);
      await signIn(approver, 'binh', given.get('binh')!);
      await setOwnPassword(approver, given.get('binh')!);
      await approver.getByRole('link', { name: 'Duyệt đợt “Đợt đầu tiên”' }).click();
      await approver.getByRole('button', { name: /^Duyệt và gửi/ }).click();
      await approver.getByText(/^Gửi xong lúc/).waitFor({ timeout: 60_000 });
      const { body } = await app.api(`/campaigns/${id}`, { as: 'viewer' });
      expect(body.account.delivered + body.account.accepted).toBeGreaterThan(40);
      expect(await overflowOf(approver)).toBe(0);
      expect(complaints).toEqual([]);
    });

    it('shows two writers that the other has the draft open', async () => {
      const lan = await app.login('propagandist', 'lan');
      const mai = await app.login('propagandist', 'mai');
      const { body: areas } = await app.api('/areas', { as: lan });
      const { body: gateways } = await app.api('/gateways', { as: lan });
      const { body: made } = await app.api('/campaigns', {
        method: 'POST',
        as: lan,
        body: {
          title: 'Của chung',
          audience: { areaIds: [areas.items[0].id] },
          steps: [{ channel: 'sms', gatewayId: gateways.items[0].id, text: 'Kính gửi {chủ hộ}.' }],
        },
      });
      const one = await openPage(browser, app, lan);
      await one.page.goto(`/campaigns/${made.id}`);
      await one.page.getByLabel('Tên đợt').waitFor();
      const other = await openPage(browser, app, mai);
      await other.page.goto(`/campaigns/${made.id}`);
      await other.page.getByText('lan cũng đang mở bản nháp này.').waitFor();
      await one.page.getByText('mai cũng đang mở bản nháp này.').waitFor({ timeout: 60_000 });
      expect(await overflowOf(one.page)).toBe(0);
    });
  },
);
