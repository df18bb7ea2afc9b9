import { hasChromium, startBrowser } from '../support/browser.js';
import { startApp } from '../support/app.js';
import { itWhen } from '../support/needs.js';

describe('the page of the queues at /admin/queues', () => {
  itWhen(hasChromium, 'Chromium is not installed')(
    'shows an administrator every queue and breaks no rule of its own content policy',
    async () => {
      const app = await startApp();
      const browser = await startBrowser();
      try {
        const { cookie } = await app.login('admin');
        const [name, value] = cookie.split('=') as [string, string];
        const context = await browser.newContext();
        await context.addCookies([{ name, value, url: app.url }]);
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error') complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(error.message));
        const elsewhere: string[] = [];
        page.on('request', (request) => {
          if (!request.url().startsWith(app.url)) elsewhere.push(request.url());
        });

        await page.goto(`${app.url}/admin/queues`);
        await page.getByText('send-chunk').first().waitFor();
        await page.getByText('apply-receipts').first().waitFor();

        expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
      } finally {
        await browser.close();
        await app.close();
      }
    },
  );
});
