/**
 * `npm run bench -- scroll`: the list of households in the browser, scrolled from the first of a million rows to the last, a
 * page of the list with every picture drawn; the longest time between two pictures, beside that of the same page at rest.
 * Needs Chromium.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { launchChromium } from '../scripts/web/chromium.js';
import { migrate } from '../src/platform/database/migrate.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { makeThrowAwayFolder } from '../src/platform/embedded-postgres/throw-away-folder.js';
import { Program } from './support/processes.js';
import { makeProvince } from './support/province.js';

const PASSWORD = 'mat-khau-do-hieu-nang';
const ROW_PX = 72;
const { values } = parseArgs({
  options: {
    households: { type: 'string', default: '1000000' },
    /** Rows that each picture moves on: a page of the list. */
    step: { type: 'string', default: '100' },
  },
});
const households = Number(values.households);
const step = Number(values.step);

interface Scrolled {
  /** The place of the last row that was drawn, from 1. */
  reached: number;
  seconds: number;
  pictures: number;
  longestMs: number;
  over50Ms: number;
  over100Ms: number;
  /** The longest time in which the window stood at the end of what is known and waited for the next page. */
  longestWaitMs: number;
}

/** In the page: times between pictures while nothing happens. */
const atRest = (seconds: number) =>
  new Promise<number>((resolve) => {
    const began = performance.now();
    let [last, longest] = [began, 0];
    const picture = (now: number) => {
      longest = Math.max(longest, now - last);
      last = now;
      if (now - began > seconds * 1000) resolve(longest);
      else requestAnimationFrame(picture);
    };
    requestAnimationFrame(picture);
  });

/** In the page: scrolls down until the last row is drawn. */
const scrollAll = ({ rows, px }: { rows: number; px: number }) =>
  new Promise<Scrolled>((resolve, reject) => {
    const began = performance.now();
    const result = {
      reached: 0,
      seconds: 0,
      pictures: 0,
      longestMs: 0,
      over50Ms: 0,
      over100Ms: 0,
      longestWaitMs: 0,
    };
    let [last, movedAt] = [began, began];
    const lastRow = () =>
      Number([...document.querySelectorAll('[aria-posinset]')].at(-1)?.getAttribute('aria-posinset') ?? 0);
    const picture = (now: number) => {
      const gap = now - last;
      last = now;
      result.pictures++;
      result.longestMs = Math.max(result.longestMs, gap);
      if (gap > 50) result.over50Ms++;
      if (gap > 100) result.over100Ms++;
      const reached = lastRow();
      if (reached > result.reached) {
        result.longestWaitMs = Math.max(result.longestWaitMs, now - movedAt);
        [result.reached, movedAt] = [reached, now];
      }
      if (result.reached >= rows) return resolve({ ...result, seconds: (now - began) / 1000 });
      if (now - movedAt > 20_000) return reject(new Error(`the list stands still at row ${result.reached}`));
      window.scrollBy(0, px);
      requestAnimationFrame(picture);
    };
    requestAnimationFrame(picture);
  });

const folder = await makeThrowAwayFolder('loa-luat-bench-');
const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
try {
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  stops.push(() => postgres.stop());
  await migrate(postgres.url);
  await makeProvince(postgres.url, households);
  const app = await Program.start('src/main.js', [], {
    DATABASE_URL: postgres.url,
    DATA_DIR: folder,
    PORT: '0',
    ROLE: 'api',
    LOG_LEVEL: 'warn',
    ADMIN_USERNAME: 'admin',
    ADMIN_PASSWORD: PASSWORD,
  });
  stops.push(() => app.stop());
  const browser = await launchChromium();
  stops.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' });
  await page.goto(app.url);
  await page.getByLabel('Tên đăng nhập').fill('admin');
  await page.getByLabel('Mật khẩu').first().fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByText('Danh bạ').first().waitFor();
  await page.goto(`${app.url}/directory`);
  await page.locator('[aria-posinset="1"]').waitFor();
  const restMs = await page.evaluate(atRest, 3);
  const all = await page.evaluate(scrollAll, { rows: households, px: step * ROW_PX });
  const ms = (value: number) => Math.round(value);
  process.stdout.write(
    `${all.reached.toLocaleString('en')} rows in ${ms(all.seconds)} s, ${all.pictures.toLocaleString('en')} pictures\n` +
      `longest time between two pictures  ${ms(all.longestMs)} ms (at rest ${ms(restMs)} ms)\n` +
      `over 50 ms: ${all.over50Ms}, over 100 ms: ${all.over100Ms}; longest wait for the next page ${ms(all.longestWaitMs)} ms\n`,
  );
  process.stdout.write(
    `${JSON.stringify({
      rows: all.reached,
      seconds: ms(all.seconds),
      longestMs: ms(all.longestMs),
      over100Ms: all.over100Ms,
      longestWaitMs: ms(all.longestWaitMs),
      restMs: ms(restMs),
    })}\n`,
  );
} finally {
  for (const stop of stops.toReversed()) await stop();
}
