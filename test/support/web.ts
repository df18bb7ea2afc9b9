import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { SignedIn, TestApp } from './app.js';

const ROOT = join(__dirname, '../..');

/** Builds the web app where it is not the one of these sources: a browser test must not look at an old one. */
export function buildWebApp(): void {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** A phone as cheap as they come, and the screen of an office. */
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

export interface WatchedPage {
  page: Page;
  /** Errors of scripts and of the content policy, and answers of 500 and above. */
  complaints: string[];
}

/** Opens a page as somebody who is signed in (or nobody), and listens for what goes wrong on it. */
export async function openPage(
  browser: Browser,
  app: Pick<TestApp, 'url'>,
  as: SignedIn | null,
  { viewport = PHONE, colorScheme = 'light' as 'light' | 'dark' } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: app.url,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  });
  if (as) {
    const [name, value] = as.cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url: app.url }]);
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A refused call is logged by the browser itself; the page says it to the person.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
  });
  return { page, complaints };
}

/** How far a page is wider than its window; more than 0 means that a phone scrolls sideways. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
