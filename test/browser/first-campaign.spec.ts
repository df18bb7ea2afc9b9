import type { Browser, Locator, Page } from 'playwright-core';
import { makeHousehold } from '../factories/directory.factory.js';
import { startStory, type Story } from '../flows/story.js';
import { TEST_PASSWORD } from '../support/app.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, DESK, openPage } from '../support/web.js';

const MOST_CLICKS = 12;

describeWhen(hasChromium, 'Chromium is not installed')('somebody new', () => {
  let story: Story;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [story, browser] = await Promise.all([startStory(), startBrowser()]);
    for (let i = 0; i < 5; i++) await makeHousehold(story.sql, { areaId: story.hamletId });
    for (const [username, role] of [
      ['hoa', 'propagandist'],
      ['binh', 'approver'],
    ] as const) {
      await story.person({ username, roles: [role] });
    }
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await story?.close();
  });

  it(`has a first campaign scheduled after at most ${MOST_CLICKS} clicks from the sign-in, fields reached by Tab`, async () => {
    let clicks = 0;
    const screens = new Set<string>();
    const click = async (target: Locator) => {
      await target.click();
      clicks++;
    };
    const see = async (page: Page) => {
      await page.locator('h1').waitFor();
      screens.add(`${await page.locator('h1').innerText()}`);
    };
    const signIn = async (page: Page, username: string) => {
      await page.goto('/');
      await page.getByLabel('Tên đăng nhập').waitFor();
      await see(page);
      await page.keyboard.type(username);
      await page.keyboard.press('Tab');
      await page.keyboard.type(TEST_PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByText('Việc chờ bạn').waitFor();
      await see(page);
    };

    const { page: author } = await openPage(browser, story, null, { viewport: DESK });
    await signIn(author, 'hoa');
    await click(author.getByRole('link', { name: 'Soạn đợt mới' }).first());
    await author.getByText('Bản nháp tự lưu khi bạn gõ.').waitFor();
    await see(author);
    await author.keyboard.type('Phòng cháy mùa khô');
    await author.keyboard.press('Tab');
    await author.keyboard.type('Kính gửi ');
    await click(author.getByRole('button', { name: '+ chủ hộ' }));
    await author.keyboard.type(': hãy kiểm tra bếp và ổ điện.');
    await click(author.getByRole('checkbox', { name: /Xã An Bình/ }));
    await click(author.getByRole('radio', { name: 'Vào một giờ đã hẹn' }));
    await click(author.getByRole('button', { name: /^Gửi duyệt: 5 hộ/ }));
    await author.getByText('Bạn là người soạn đợt này.').waitFor();
    await see(author);

    const { page: approver } = await openPage(browser, story, null, { viewport: DESK });
    await signIn(approver, 'binh');
    await click(approver.getByRole('link', { name: 'Duyệt đợt “Phòng cháy mùa khô”' }));
    await click(approver.getByRole('button', { name: /^Duyệt, gửi lúc 08:00/ }));
    await approver.getByText(/^Sẽ bắt đầu 08:00/).waitFor();
    await see(approver);

    process.stdout.write(`First campaign: ${clicks} clicks, ${screens.size} screens\n`);
    expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);
  });
});
