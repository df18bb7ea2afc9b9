import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { UsersService } from '../../src/identity/users.service.js';
import { SYSTEM } from '../../src/identity/permissions.js';
import { startApp, TEST_PASSWORD, type TestApp } from '../support/app.js';
import { violationsInBothThemes } from '../support/axe.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { itWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

const itInChromium = itWhen(hasChromium, 'Chromium is not installed');

describe('the web app', () => {
  let app: TestApp;
  let browser: Browser | undefined;
  beforeAll(async () => {
    buildWebApp();
    app = await startApp();
    if (hasChromium) browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(app.url + path, { headers: { accept: 'text/html', ...headers } });

  it('answers every address of a page with the page, and no other address', async () => {
    for (const path of ['/', '/campaigns', '/campaigns/12/bao-cao?x=1']) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-cache']);
      expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
      expect(await answer.text()).toContain('<div id="root">');
    }
    for (const path of ['/api/v1/khong-co', '/assets/khong-co.js', '/webhooks/x']) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
    expect((await fetch(`${app.url}/campaigns`, { method: 'POST' })).status).toBe(404);
    expect((await get('/.vite/manifest.json', { accept: 'application/json' })).status).toBe(404);
  });

  it('sends its files compressed, to be kept for a year', async () => {
    const assets = readdirSync(join(__dirname, '../../web/dist/assets')).filter((name) =>
      /^index-.*\.js$/.test(name),
    );
    expect(assets).toHaveLength(1);
    for (const encoding of ['br', 'gzip']) {
      const answer = await get(`/assets/${assets[0]}`, { 'accept-encoding': encoding });
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(answer.headers.get('content-type')).toMatch(/javascript/);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      await answer.arrayBuffer();
    }
  });

  it('sends long answers compressed to whoever takes them, and neither short ones nor those to writes', async () => {
    const admin = await app.login('admin', 'nen');
    const cookie = { cookie: admin.cookie };
    const encodingOf = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(app.url + path, {
        ...init,
        headers: { 'accept-encoding': 'br, gzip', ...cookie, ...init.headers },
      });
      const text = await answer.text();
      return [answer.status, text.length > 1024, answer.headers.get('content-encoding')];
    };
    expect(await encodingOf('/api/v1/holidays')).toEqual([200, true, 'br']);
    expect(await encodingOf('/api/v1/holidays', { headers: { 'accept-encoding': 'gzip' } })).toEqual([
      200,
      true,
      'gzip',
    ]);
    expect(await encodingOf('/api/v1/holidays', { headers: { 'accept-encoding': 'identity' } })).toEqual([
      200,
      true,
      null,
    ]);
    expect(await encodingOf('/api/v1/budgets')).toEqual([200, false, null]);
    const reflected = JSON.stringify({ name: 'a'.repeat(150), level: 'commune', parentId: 'b'.repeat(2000) });
    const write = { method: 'POST', body: reflected, headers: { 'content-type': 'application/json' } };
    expect((await encodingOf('/api/v1/areas', write))[2]).toBeNull();
  });

  itInChromium(
    'asks for each file and each answer of the composer once, all of them announced with the page',
    async () => {
      await app.api('/gateways', {
        method: 'POST',
        as: 'admin',
        body: {
          name: 'Giả lập',
          kind: 'simulator',
          config: { url: 'http://127.0.0.1:9' },
          secrets: { key: 'k' },
          partsPerSecond: 10,
        },
      });
      const { page } = await openPage(browser!, app, await app.login('propagandist', 'som'));
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      const answer = await page.goto('/campaigns/new');
      await page.getByLabel('Tin nhắn gửi tới mỗi hộ').waitFor();
      await page.getByRole('heading', { name: 'Chi phí' }).waitFor();
      const announced = [...answer!.headers().link!.matchAll(/<([^>?]+)/g)].map((match) => match[1]!);
      expect(announced).toEqual(expect.arrayContaining(['/api/v1/auth/me', '/api/v1/gateways']));
      const files = asked.filter((path) => path.startsWith('/assets/'));
      expect(files.toSorted()).toEqual(announced.filter((path) => path.startsWith('/assets/')).toSorted());
      const answers = announced.filter((path) => path.startsWith('/api/'));
      expect(asked.filter((path) => answers.includes(path)).toSorted()).toEqual(answers.toSorted());
    },
  );

  itInChromium('lets somebody in on a phone, to the page they asked for, and out again', async () => {
    await app.login('propagandist', 'hoa');
    const { page, complaints } = await openPage(browser!, app, null);
    await page.goto('/campaigns');
    await page.getByLabel('Tên đăng nhập').fill('hoa');
    await page.getByRole('textbox', { name: 'Mật khẩu' }).fill('khong-phai-mat-khau');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/mật khẩu/i);

    await page.getByRole('textbox', { name: 'Mật khẩu' }).fill(TEST_PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('heading', { name: 'Đợt tuyên truyền', exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/campaigns');
    expect(await overflowOf(page)).toBe(0);

    await page.getByRole('link', { name: 'Tài khoản' }).click();
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByRole('heading', { name: 'Đăng nhập', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  itInChromium('asks whoever was given a password to set their own first', async () => {
    const made = await app.app.get(UsersService).create(SYSTEM, { username: 'lan', roles: ['propagandist'] });
    const { page, complaints } = await openPage(browser!, app, null);
    await page.goto('/');
    await page.getByLabel('Tên đăng nhập').fill('lan');
    await page.getByRole('textbox', { name: 'Mật khẩu' }).fill(made.password!);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('heading', { name: 'Đặt mật khẩu của riêng bạn' }).waitFor();
    expect(await violationsInBothThemes(page)).toEqual({ light: [], dark: [] });
    expect(await overflowOf(page)).toBe(0);
    await page.getByRole('textbox', { name: 'Mật khẩu hiện tại' }).fill(made.password!);
    await page.getByRole('textbox', { name: 'Mật khẩu mới' }).fill('ngan');
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    await page.getByText('phải dài ít nhất 10 ký tự').waitFor();
    await page.getByRole('textbox', { name: 'Mật khẩu mới' }).fill('mot-cau-de-nho-2026');
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    await page.getByRole('heading', { name: /^Chào/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  itInChromium('speaks English to whoever wants it, on this device from then on', async () => {
    const { page } = await openPage(browser!, app, await app.login('propagandist', 'hoa'));
    await page.goto('/account');
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    await page.goto('/campaigns');
    await page.getByRole('heading', { name: 'Campaigns', exact: true }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });
});
