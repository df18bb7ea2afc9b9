import type { Browser } from 'playwright-core';
import { SHOWN_SCREENS } from '../../scripts/web/screens.js';
import { furnishWorld, type World, WORLD_PASSWORD } from '../../scripts/web/world.js';
import { SYSTEM } from '../../src/identity/permissions.js';
import { UsersService } from '../../src/identity/users.service.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { type SignedIn, startApp, type TestApp } from '../support/app.js';
import { violationsInBothThemes } from '../support/axe.js';
import { hasChromium, startBrowser } from '../support/browser.js';
import { describeWhen } from '../support/needs.js';
import { buildWebApp, openPage, overflowOf } from '../support/web.js';

const KEY = 'khoa-thu-nghiem';

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
    await app.app.get(UsersService).createFirst(SYSTEM, { username: 'admin', password: WORLD_PASSWORD });
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
      const found = await violationsInBothThemes(page, (scheme) =>
        page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor(),
      );
      expect(found).toEqual({ light: [], dark: [] });
      expect(await overflowOf(page)).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});
