import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

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

/** The violations of a page in both themes; `whenThemed` waits until the page shows a theme. */
export async function violationsInBothThemes(
  page: Page,
  whenThemed: (scheme: 'light' | 'dark') => Promise<void> = () => Promise.resolve(),
): Promise<Record<'light' | 'dark', string[]>> {
  await page.evaluate(AXE);
  const found = { light: [] as string[], dark: [] as string[] };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await whenThemed(colorScheme);
    found[colorScheme] = await violationsOf(page);
  }
  return found;
}
