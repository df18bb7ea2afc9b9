import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path));

/** Is there a browser? For `itWhen(hasChromium, 'Chromium is not installed')`. */
export const hasChromium = found !== undefined;

/** Starts Chromium without a window; it reaches for nothing outside this machine. The test closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: found!,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
