import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { CAMPAIGN_STATE_LABELS } from '../../src/campaign/campaign-flow.service.js';
import { GATEWAY_ERRORS_VI, OTHER_REASONS_VI, SKIP_REASONS_VI } from '../../src/domain/reason-labels.js';
import { ConfigSchema } from '../../src/platform/config/config.schema.js';
import { STATE_LABELS } from '../../src/report/campaign-workbook.js';
import { readProjectFile, sources } from './sources.js';

const ROOT = join(__dirname, '../..');
const NO_DOCUMENTS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

interface Page {
  path: string;
  text: string;
}

/** Every Markdown file of the project. */
function pages(folder = ''): Page[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return NO_DOCUMENTS.has(entry.name) ? [] : pages(path);
    return entry.name.endsWith('.md') ? [{ path, text: readProjectFile(path) }] : [];
  });
}

const withoutCode = (text: string) => text.replace(/```.*?```/gs, '').replace(/`[^`\n]*`/g, '');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);

/** The name under which GitHub links to a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** Relative links and pictures that lead nowhere, with the page they stand on. */
function lostLinks({ path, text }: Page): string[] {
  const links = [
    ...found(withoutCode(text), /\]\(([^)\s]+)\)/g),
    ...found(text, /<(?:img|a)\b[^>]*\b(?:src|href)="([^"]+)"/g),
  ];
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file, anchor] = link.split('#') as [string, string?];
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(join(ROOT, target))) return true;
      if (anchor === undefined) return false;
      return !found(readProjectFile(target), /^#+ (.*)$/gm)
        .map(anchorOf)
        .includes(anchor);
    })
    .map((link) => `${path} links to ${link}`);
}

/** Files of the project named in the text or in code, such as `src/domain/phone.ts`, that are not there. */
function lostFiles({ path, text }: Page): string[] {
  const named = found(text, /`((?:src|test|scripts|bench|docs|samples|\.ci)\/[\w./-]+)`/g);
  return named
    .filter((name) => !name.startsWith('samples/large') && !existsSync(join(ROOT, name)))
    .map((name) => `${path} names ${name}`);
}

/** Constants of the code, which look like settings. */
const CONSTANTS = new Set(sources().flatMap(({ text }) => found(text, /\bconst ([A-Z][A-Z0-9_]+)\b/g)));

/** Variables of other programs: Compose's own, the tests', a shell's. */
const OTHER_VARIABLES = new Set(['POSTGRES_PASSWORD', 'TEST_DATABASE_URL', 'SMPP_MESSAGES', 'CI']);

/** Environment variables named as `NAME_IN_CAPITALS` or set as NAME=value that are no setting. */
function unknownVariables({ path, text }: Page): string[] {
  const named = [
    ...found(text, /`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`/g),
    ...found(text, /`([A-Z][A-Z0-9_]{2,})=/g),
    ...found(text, /^(?:export )?([A-Z][A-Z0-9_]{2,})=/gm),
    ...found(text, /\s([A-Z][A-Z0-9]*_[A-Z0-9_]+)=\S/g),
  ];
  return named
    .filter((name) => !(name in ConfigSchema.shape || OTHER_VARIABLES.has(name) || CONSTANTS.has(name)))
    .map((name) => `${path} names ${name}`);
}

describe('the documents', () => {
  const all = pages();

  it('link to what is there', () => {
    expect(all.length).toBeGreaterThan(10);
    expect(all.flatMap(lostLinks)).toEqual([]);
  });

  it('name files that are there', () => {
    expect(all.flatMap(lostFiles)).toEqual([]);
  });

  it('name commands that package.json has', () => {
    const { scripts } = JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> };
    const unknown = all.flatMap(({ path, text }) =>
      found(text, /\bnpm run ([\w:-]+)/g)
        .filter((name) => !(name in scripts))
        .map((name) => `${path} names npm run ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('name benchmarks that are there', () => {
    const benches = all.flatMap(({ text }) => found(text, /npm run bench -- (\w+)/g));
    expect(benches.filter((name) => !existsSync(join(ROOT, 'bench', `${name}.ts`)))).toEqual([]);
  });

  it('name settings that the schema has', () => {
    expect(all.flatMap(unknownVariables)).toEqual([]);
  });

  it('show pictures that a slow line can load', () => {
    const folder = join(ROOT, 'docs/pictures');
    const heavy = readdirSync(folder).filter((name) => statSync(join(folder, name)).size > 80 * 1024);
    expect(heavy).toEqual([]);
  });

  it.each([
    ['a lost link', 'See [there](docs/nowhere.md).', lostLinks],
    ['a lost heading', 'See [there](#nowhere).', lostLinks],
    ['a lost file', 'It is in `src/domain/nowhere.ts`.', lostFiles],
    ['an unknown setting', 'Set `NO_SUCH_SETTING`.', unknownVariables],
  ])('would be found with %s', (_what, text, check) => {
    expect(check({ path: 'README.md', text })).toHaveLength(1);
  });
});

describe('the glossary', () => {
  const page = readProjectFile('docs/glossary.md');
  const pairs = new Set(
    [...page.matchAll(/^\| `([\w-]+)`\s*\| ([^|]+?)\s*\|/gm)].map(([, code, label]) => `${code} ${label}`),
  );

  it.each([
    ['campaigns', CAMPAIGN_STATE_LABELS],
    ['deliveries', STATE_LABELS],
    ['households that are left out', SKIP_REASONS_VI],
    ['tries that failed', GATEWAY_ERRORS_VI],
    ['other reasons', OTHER_REASONS_VI],
  ])('has the words that officials read for %s', (_what, labels) => {
    const missing = Object.entries(labels).filter(([code, label]) => !pairs.has(`${code} ${label}`));
    expect(missing).toEqual([]);
  });
});
