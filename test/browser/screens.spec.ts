import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { SHOWN_SCREENS } from '../../scripts/web/screens.js';
import { furnishWorld, type World, WORLD_PASSWORD } from '../../scripts/web/world.js';
import { SYSTEM } from '../../src/identity/permissions.js';
import { UsersService } from '../../src/identity/users.service.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { type SignedIn, startApp, type TestApp } from '../support/app.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

const KEY = 'khoa-thu-nghiem';
/** For the page: it cannot be loaded here, where there is no document. */
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG 2.2 A and AA, as a line for each: the rule, where, and why. */
async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`),
  );
}

describeWhen(hasChromium, 'Chromium is not installed')('every screen of the web app', () => {
  let app: TestApp;
  let simulator: Simulator;
  let browser: Browser;
  let world: Omit<World, 'stop'>;
  const signedIn = new Map<string, SignedIn>();
  beforeAll(async () => {
    buildWebApp();
    [app, simulator, browser] = await Promise.all([
      startApp(),
      startSimulator({ port: 0, key: KEY, receiptDelayMs: 20 }),
      startBrowser(),
    ]);
    await app.app
      .get(UsersService)
      .create(SYSTEM, { username: 'admin', roles: ['admin'], password: WORLD_PASSWORD });
    world = await furnishWorld(app.url, simulator.url, KEY);
    for (const username of ['hoa', 'binh', 'admin']) {
      const answer = await app.api('/auth/login', {
        method: 'POST',
        body: { username, password: WORLD_PASSWORD },
      });
      const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
      signedIn.set(username, { userId: answer.body.user.id, username, cookie });
    }
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await simulator?.stop();
  });

  it.each(SHOWN_SCREENS.map((screen) => [screen.name, screen] as const))(
    'can be used by everybody, in both themes, on 360 pixels: %s',
    async (_name, { viewer, path, ready }) => {
      const { page, complaints } = await openPage(browser, app, viewer && signedIn.get(viewer)!);
      await page.goto(path({ ...world, stop: async () => undefined }));
      await page.getByText(ready).first().waitFor();
      await page.evaluate(AXE);
      const found: Record<string, string[]> = {};
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
        found[colorScheme] = await violationsOf(page);
      }
      expect(found).toEqual({ light: [], dark: [] });
      expect(await overflowOf(page)).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    60_000,
  );
});
