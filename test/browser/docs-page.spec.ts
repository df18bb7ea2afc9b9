import { hasChromium, startBrowser } from '../support/browser.js';
import { startApp, TEST_PASSWORD } from '../support/app.js';
import { itWhen } from '../support/needs.js';

describe('the page at /api/docs', () => {
  itWhen(hasChromium, 'Chromium is not installed')(
    'shows every route, breaks no rule of its own content policy, and can be used to sign in',
    async () => {
      const app = await startApp();
      const browser = await startBrowser();
      try {
        await app.login('propagandist', 'hoa');
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error') complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(error.message));

        await page.goto(`${app.url}/api/docs`);
        await page.getByRole('heading', { name: /Loa Luật/ }).waitFor();
        await page.getByRole('link', { name: 'Sign-in' }).click();
        await page.locator('#operations-Sign-in-Auth_login .opblock-summary-control').click();
        await page
          .locator('#operations-Sign-in-Auth_login textarea')
          .fill(JSON.stringify({ username: 'hoa', password: TEST_PASSWORD }));
        const answered = page.waitForResponse(/\/auth\/login$/);
        await page.getByRole('button', { name: 'Execute' }).click();

        expect((await answered).status()).toBe(200);
        const [cookie] = await page.context().cookies();
        expect(cookie).toMatchObject({ name: 'loaluat_session', httpOnly: true, sameSite: 'Lax' });
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
        await app.close();
      }
    },
  );
});
