import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Source } from './sources.js';

const WEB = join(__dirname, '../../web/src');

/** Every file of the web app with text of its own; the generated types are not written by anybody. */
function webSources(): Source[] {
  return readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => ({
      path: relative(join(WEB, '../..'), join(WEB, name)),
      text: readFileSync(join(WEB, name), 'utf8'),
    }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

const all = webSources();
const isCatalogue = ({ path }: Source) => path.startsWith('web/src/messages/');
const code = all.filter((source) => !isCatalogue(source));

interface Entry {
  file: string;
  key: string;
  vi: string;
  en: string;
}

/** `'key': ['vi', 'en']`, as the catalogues are written. */
const ENTRY = /'([\w.-]+)': \[\s*('(?:[^'\\]|\\.)*'|"[^"]*"),\s*('(?:[^'\\]|\\.)*'|"[^"]*"),?\s*\]/g;
const textOf = (literal: string) => literal.slice(1, -1).replaceAll("\\'", "'");
const entries: Entry[] = all.filter(isCatalogue).flatMap(({ path, text }) =>
  [...text.matchAll(ENTRY)].map(([, key, vi, en]) => ({
    file: path,
    key: key!,
    vi: textOf(vi!),
    en: textOf(en!),
  })),
);

/** Without comments: what is said there is for programmers. */
const withoutComments = (text: string) => text.replace(/\/\*.*?\*\//gs, '').replace(/(^|\s)\/\/.*$/gm, '');
const VIETNAMESE = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/i;

/** Keys that the code names, whole (`'home.title'`) or by their beginning (`` `state.${state}` ``). */
function namedKeys(sources: readonly Source[]): { whole: Set<string>; beginnings: string[] } {
  const text = sources.map((source) => withoutComments(source.text)).join('\n');
  return {
    whole: new Set([...text.matchAll(/['"]([a-zA-Z]\w*(?:\.[\w-]+)+)['"]/g)].map((match) => match[1]!)),
    beginnings: [...text.matchAll(/`([a-zA-Z]\w*(?:\.[\w-]+)*\.)\$\{/g)].map((match) => match[1]!),
  };
}

/** Keys handed to a text function that no catalogue has. */
function missingKeys(sources: readonly Source[], known: ReadonlySet<string>): string[] {
  return sources.flatMap(({ path, text }) =>
    [...withoutComments(text).matchAll(/\bt\w?\(\s*'([\w.-]+)'/g)]
      .map((match) => match[1]!)
      .filter((key) => !known.has(key))
      .map((key) => `${path} says ${key}`),
  );
}

const vietnameseIn = (sources: readonly Source[]) =>
  sources.filter(({ text }) => VIETNAMESE.test(withoutComments(text))).map(({ path }) => path);

describe('the catalogue of the web app', () => {
  const known = new Set(entries.map(({ key }) => key));

  it('has every line in both languages, and each key once', () => {
    expect(entries.length).toBeGreaterThan(50);
    const lines = all
      .filter(isCatalogue)
      .flatMap(({ text }) => [...withoutComments(text).matchAll(/^ {2}'[\w.-]+':/gm)]);
    expect(entries).toHaveLength(lines.length);
    expect(entries.filter(({ vi, en }) => vi.trim() === '' || en.trim() === '')).toEqual([]);
    expect(entries.map(({ key }) => key).filter((key, i, keys) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('has the same values in both languages', () => {
    const values = (text: string) =>
      [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();
    const unlike = entries.filter(({ vi, en }) => JSON.stringify(values(vi)) !== JSON.stringify(values(en)));
    expect(unlike).toEqual([]);
  });

  it('has every key that the code says', () => {
    expect(missingKeys(code, known)).toEqual([]);
  });

  it('has no key that no code says', () => {
    const { whole, beginnings } = namedKeys(code);
    const unused = entries.filter(
      ({ key }) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });

  it('holds all that people read: no Vietnamese stands in the code', () => {
    expect(code.length).toBeGreaterThan(10);
    expect(vietnameseIn(code)).toEqual([]);
  });

  it('would be found wanting', () => {
    expect(missingKeys([{ path: 'x.tsx', text: "t('no.such')" }], known)).toEqual(['x.tsx says no.such']);
    expect(vietnameseIn([{ path: 'x.tsx', text: '<p>Xin chào</p>' }])).toEqual(['x.tsx']);
    expect(vietnameseIn([{ path: 'x.tsx', text: '// Xin chào\n' }])).toEqual([]);
  });
});

/** What `audit.record(…)` calls an action, also where it stands a few words on. */
function recordedActions(): string[] {
  const SRC = join(__dirname, '../../src');
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .flatMap((name) => {
      const text = readFileSync(join(SRC, name), 'utf8');
      return [...text.matchAll(/\baudit\.record\(\s*\w+,\s*[\w.]+,\s*'([a-z-]+\.[a-z-]+)'/g)].map(
        (match) => match[1]!,
      );
    });
}

describe('the audit trail', () => {
  it('has words for every action that is recorded', () => {
    const recorded = new Set(recordedActions());
    expect(recorded.size).toBeGreaterThan(40);
    const known = new Set(entries.map(({ key }) => key));
    expect([...recorded].filter((action) => !known.has(`action.${action}`))).toEqual([]);
  });
});
