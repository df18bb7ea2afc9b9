import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { type Viewer } from './screens.js';
import { type World, WORLD_PASSWORD } from './world.js';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Starts Chromium without a window; ends the program with a sentence where there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) {
    process.stderr.write('Chromium is not installed; CHROMIUM may name where it is.\n');
    process.exit(1);
  }
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
}

/** The cookie of whoever looks, or none. */
export async function cookieOf(
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
