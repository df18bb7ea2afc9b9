/**
 * `npm run screenshots`: every screen of the web app on a phone and on a desk, light and dark, into `screenshots/`.
 * Names of screens may follow `--`. Needs Chromium (`CHROMIUM` names another place).
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { SHOWN_SCREENS, type ShownScreen, type Viewer } from './web/screens.js';
import { startWorld, type World, WORLD_PASSWORD } from './web/world.js';

const FOLDER = fileURLToPath(new URL('../../screenshots/', import.meta.url));
const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];
const SCHEMES = ['light', 'dark'] as const;
const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The cookie of whoever looks, or none. */
async function cookieOf(
  world: World,
  viewer: Viewer,
): Promise<{ name: string; value: string; url: string }[]> {
  if (!viewer) return [];
  const answer = await fetch(`${world.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: viewer, password: WORLD_PASSWORD }),
  });
  const [name, value] = answer.headers.getSetCookie()[0]!.split(';')[0]!.split('=') as [string, string];
  return [{ name, value, url: world.url }];
}

async function photograph(browser: Browser, world: World, screen: ShownScreen): Promise<void> {
  const cookies = await cookieOf(world, screen.viewer);
  for (const viewport of SIZES) {
    for (const colorScheme of SCHEMES) {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        reducedMotion: 'reduce',
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
      });
      await context.addCookies(cookies);
      const page = await context.newPage();
      await page.goto(world.url + screen.path(world));
      await page.getByText(screen.ready).first().waitFor();
      // Live figures keep a connection open: what is on its way may take a second.
      await page.waitForTimeout(800);
      await page.screenshot({
        path: path.join(FOLDER, `${screen.name}-${viewport.width}-${colorScheme}.png`),
        fullPage: !screen.isEndless,
      });
      await context.close();
    }
  }
  say(`  ${screen.name}`);
}

const wanted = process.argv.slice(2);
const executablePath = CHROMIUM.find((place) => place !== undefined && existsSync(place));
if (!executablePath) {
  process.stderr.write('Chromium is not installed; CHROMIUM may name where it is.\n');
  process.exit(1);
}
await mkdir(FOLDER, { recursive: true });
const world = await startWorld();
try {
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  try {
    say(`Screenshots into ${path.relative(process.cwd(), FOLDER)}/:`);
    for (const screen of SHOWN_SCREENS) {
      if (wanted.length === 0 || wanted.includes(screen.name)) await photograph(browser, world, screen);
    }
  } finally {
    await browser.close();
  }
} finally {
  await world.stop();
}
