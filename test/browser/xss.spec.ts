import type { Browser } from 'playwright-core';
import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { itWhen } from '../support/needs.js';
import { buildWebApp, DESK, openPage } from '../support/web.js';

/** Would run in a page that took names for markup. */
const EVIL = `<img src=x onerror="window.hacked='img'"><script>window.hacked='script'</script>"'><svg/onload=hacked=1>{{7*7}}`;

describe('names, texts and file names that are markup', () => {
  let app: TestApp;
  let browser: Browser;
  let paths: string[];
  beforeAll(async () => {
    if (!hasChromium) return;
    buildWebApp();
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
    const areaId = await makeArea(app.sql, { name: `Xã ${EVIL}`, level: 'commune' });
    const hamletId = await makeArea(app.sql, { name: `Ấp ${EVIL}`, parentId: areaId });
    const householdId = await makeHousehold(app.sql, {
      areaId: hamletId,
      headName: `Hộ ${EVIL}`,
      phones: ['+84912345678'],
    });
    await app.sql.execute('update households set address = $2, note = $2 where id = $1', [householdId, EVIL]);
    const gatewayId = await makeGateway(app.sql, { name: `Cổng ${EVIL}` });
    const campaignId = await makeCampaign(app.sql, { areaIds: [areaId], gatewayId, state: 'submitted' });
    await app.sql.execute(
      `update campaigns set title = $2, authors = '{user:99}', rejected_reason = $2, submission = null where id = $1`,
      [campaignId, `Đợt ${EVIL}`],
    );
    await app.sql.execute(`update users set display_name = $1`, [EVIL]);
    const [{ id: importId } = { id: '' }] = await app.sql.query<{ id: string }>(
      `insert into imports (area_id, file_name, status) values ($1, $2, 'ready') returning id`,
      [areaId, `${EVIL}.xlsx`],
    );
    const [{ id: replyId } = { id: '' }] = await app.sql.query<{ id: string }>(
      `insert into replies (receipt_id, gateway_id, channel, phone, text, received_at, household_id, area_id, intent,
                            needs_person, state)
       values (1, $1, 'sms', '+84912345678', $2, now(), $3, $4, 'person', true, 'open') returning id`,
      [gatewayId, EVIL, householdId, hamletId],
    );
    await app.sql.execute(`insert into canned_answers (title, text) values ($1, $1)`, [EVIL]);
    paths = [
      '/',
      '/account',
      '/campaigns',
      '/campaigns/new',
      `/campaigns/${campaignId}`,
      '/figures',
      '/directory',
      '/directory/areas',
      `/directory/households/${householdId}`,
      '/directory/imports',
      `/directory/imports/${importId}`,
      '/replies',
      `/replies/${replyId}`,
      '/replies/canned',
      '/settings',
      `/?oidc=${encodeURIComponent(EVIL)}`,
    ];
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  itWhen(hasChromium, 'Chromium is not installed')(
    'are shown as they are on every screen, and run on none',
    async () => {
      for (const role of ['admin', 'approver'] as const) {
        const who = await app.login(role);
        await app.sql.execute('update users set display_name = $1', [`Người ${EVIL}`]);
        const { page, complaints } = await openPage(browser, app, who, { viewport: DESK });
        let shown = 0;
        for (const path of paths) {
          await page.goto(path);
          await page.waitForLoadState('networkidle');
          expect([path, await page.evaluate('window.hacked ?? null')]).toEqual([path, null]);
          expect([path, await page.locator('img[src="x"], svg[onload]').count()]).toEqual([path, 0]);
          if ((await page.locator('body').innerText()).includes('onerror=')) shown += 1;
        }
        // Where they are shown at all: otherwise this test would look at empty pages.
        expect(shown).toBeGreaterThan(role === 'admin' ? 6 : 3);
        // The content policy had nothing to stop: nothing tried to run.
        expect(complaints.filter((each) => /Content.Security.Policy/i.test(each))).toEqual([]);
        await page.context().close();
      }
    },
  );
});
