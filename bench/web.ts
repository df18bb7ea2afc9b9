/**
 * `npm run bench -- web`: how soon the composer can be typed into on a cheap phone over 3G (400 kbit/s, 400 ms, a processor
 * four times slower), at the first visit and afterwards; beside what the line alone takes for the same bytes. Needs Chromium.
 */
import type { Browser, BrowserContext } from 'playwright-core';
import { cookieOf, launchChromium } from '../scripts/web/chromium.js';
import { startWorld, type World } from '../scripts/web/world.js';

const BITS_PER_SECOND = 400_000;
const LATENCY_MS = 400;
const SLOWER = 4;
const RUNS = 5;
const FIELD = 'Tin nhắn gửi tới mỗi hộ';
const PHONE = { width: 360, height: 740 };

interface Visit {
  seconds: number;
  kB: number;
  /** What the line takes for these bytes, and one answer's way. */
  lineSeconds: number;
}

/** Opens the composer, types a word, and sees the parts counted. */
async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  let bytes = 0;
  line.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BITS_PER_SECOND / 8,
    uploadThroughput: BITS_PER_SECOND / 8,
  });
  await line.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const startedAt = performance.now();
  await page.goto(`${url}/campaigns/new`, { waitUntil: 'commit' });
  // Looked for with each frame; the usual wait looks twice a second, which is half of what is measured.
  await page.waitForFunction(
    (label) => [...document.querySelectorAll('label')].some((each) => each.textContent.includes(label)),
    FIELD,
    { polling: 'raf' },
  );
  await page.getByLabel(FIELD).fill('Kính gửi bà con: tối nay kiểm tra phòng cháy.');
  await page
    .getByText(/phần tin/)
    .first()
    .waitFor();
  const seconds = (performance.now() - startedAt) / 1000;
  await page.close();
  return { seconds, kB: bytes / 1000, lineSeconds: (bytes * 8) / BITS_PER_SECOND + LATENCY_MS / 1000 };
}

async function measure(browser: Browser, world: World): Promise<{ first: Visit; again: Visit }> {
  const context = await browser.newContext({
    viewport: PHONE,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  });
  await context.addCookies(await cookieOf(world, 'hoa'));
  const first = await visit(context, world.url);
  const again = await visit(context, world.url);
  await context.close();
  return { first, again };
}

const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;
const rounded = (value: number) => Math.round(value * 100) / 100;

const world = await startWorld();
try {
  const browser = await launchChromium();
  try {
    const runs: { first: Visit; again: Visit }[] = [];
    for (let i = 0; i < RUNS; i++) runs.push(await measure(browser, world));
    const of = (which: 'first' | 'again', key: keyof Visit) =>
      rounded(median(runs.map((run) => run[which][key])));
    const row = (name: string, which: 'first' | 'again') =>
      `${name.padEnd(14)} ${String(of(which, 'seconds')).padStart(6)} s  ${String(of(which, 'kB')).padStart(7)} kB  line ${of(which, 'lineSeconds')} s`;
    process.stdout.write(
      `Composer, ${BITS_PER_SECOND / 1000} kbit/s, ${LATENCY_MS} ms, processor ${SLOWER} times slower; medians of ${RUNS}\n`,
    );
    process.stdout.write(`${row('first visit', 'first')}\n${row('afterwards', 'again')}\n`);
    process.stdout.write(
      `${JSON.stringify({
        firstSeconds: of('first', 'seconds'),
        againSeconds: of('again', 'seconds'),
        firstKB: of('first', 'kB'),
        lineSeconds: of('first', 'lineSeconds'),
        ratio: rounded(of('first', 'lineSeconds') / of('first', 'seconds')),
      })}\n`,
    );
  } finally {
    await browser.close();
  }
} finally {
  await world.stop();
}
