import type { Browser } from 'playwright-core';
import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

describeWhen(hasChromium, 'Chromium is not installed')('the identity provider in the browser', () => {
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    [app, browser] = await Promise.all([
      // Nobody listens there: a provider that does not answer.
      startApp({ OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'loa-luat', OIDC_LABEL: 'SSO tỉnh' }),
      startBrowser(),
    ]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  it('is offered at the door; where it does not answer the door says so, and the password works', async () => {
    await app.login('viewer', 'hoa');
    const { page, complaints } = await openPage(browser, app, null);
    await page.goto('/');
    await page.getByRole('link', { name: 'Đăng nhập bằng SSO tỉnh' }).click();
    await page.getByText(/Nhà cung cấp danh tính chưa trả lời/).waitFor();
    expect(await overflowOf(page)).toBe(0);
    await page.getByLabel('Tên đăng nhập').fill('hoa');
    await page.getByRole('textbox', { name: 'Mật khẩu' }).fill(TEST_PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.getByRole('heading', { name: /Chào hoa/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('says every way back from it, at the door and behind it', async () => {
    const door = await openPage(browser, app, null);
    for (const [code, sentence] of [
      ['oidc-refused', /không thành; hãy thử lại/],
      ['oidc-unknown', /chưa gắn với tài khoản nào ở đây/],
      ['oidc-off', /Ở đây không dùng/],
    ] as const) {
      await door.page.goto(`/?oidc=${code}`);
      await door.page.getByText(sentence).waitFor();
    }
    const inside = await openPage(browser, app, await app.login('viewer', 'lan'));
    await inside.page.goto('/account/security?oidc=oidc-taken');
    await inside.page.getByText(/đã gắn với tài khoản khác/).waitFor();
    await inside.page.goto('/account/security?oidc=linked');
    await inside.page.getByText('Từ nay bạn đăng nhập được', { exact: false }).waitFor();
    // What nobody says is no sentence.
    await inside.page.goto('/account/security?oidc=khac');
    await inside.page.getByText('Máy này').waitFor();
    expect(await inside.page.locator('.note').count()).toBe(0);
    expect([...door.complaints, ...inside.complaints]).toEqual([]);
  });

  it('is linked and unlinked with the password only', async () => {
    const son = await app.login('viewer', 'son');
    const { page, complaints } = await openPage(browser, app, son);
    const password = page
      .locator('section', { hasText: 'Nhà cung cấp danh tính' })
      .getByLabel('Mật khẩu hiện tại');
    await page.goto('/account/security');
    await password.fill('khong-phai');
    await page.getByRole('button', { name: 'Gắn với SSO tỉnh' }).click();
    await page.getByText('Mật khẩu hiện tại không đúng.').waitFor();
    await app.sql.execute(
      `insert into user_identities (issuer, subject, user_id) values ('http://127.0.0.1:9', 'son', $1)`,
      [son.userId],
    );
    await page.reload();
    await page.getByText(/^Đã gắn từ/).waitFor();
    await password.fill(TEST_PASSWORD);
    await page.getByRole('button', { name: 'Bỏ gắn' }).click();
    await page.getByText('Đã bỏ gắn.').waitFor();
    await page.getByRole('button', { name: 'Gắn với SSO tỉnh' }).waitFor();
    expect(await app.sql.query('select 1 from user_identities')).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    expect(complaints).toEqual([]);
  });
});
