import { importsOf, type Source, sources } from './sources.js';

/** From left to right, as data flows; a feature may import those to its left. */
const FEATURES = ['identity', 'directory', 'campaign', 'dispatch', 'receipt', 'report', 'privacy'];

interface Floor {
  /** Folders of src it may import, its own aside. */
  ours: readonly string[];
  /** Packages it may import; undefined for any. */
  packages?: RegExp;
  rule: string;
}

const feature = (name: string): Floor => {
  const left = FEATURES.slice(0, FEATURES.indexOf(name));
  const gateway = name === 'dispatch' || name === 'receipt' ? ['gateway'] : [];
  return {
    ours: ['domain', 'platform', ...left, ...gateway],
    rule: `${name} may import domain, platform${[...left, ...gateway].map((each) => `, ${each}`).join('')}`,
  };
};

const FLOORS: Record<string, Floor> = {
  domain: {
    ours: [],
    packages: /^libphonenumber-js\/max$/,
    rule: 'domain may import domain and libphonenumber-js/max: no Nest, no I/O, no clock, no randomness',
  },
  platform: {
    ours: ['domain', 'migrations'],
    rule: 'platform may import libraries, domain and the list of migrations: it knows no feature',
  },
  gateway: { ours: ['domain', 'platform'], rule: 'gateway may import domain and platform' },
  simulator: { ours: ['domain'], rule: 'the simulator may import domain only: it stands for somebody else' },
  migrations: {
    ours: [],
    rule: 'migrations import nothing of ours: code changes, a released migration does not',
  },
  ...Object.fromEntries(FEATURES.map((name) => [name, feature(name)])),
};

/** The gateways' own settings pages need the caller and the audit trail. */
const SETTINGS_PAGES =
  /^src\/gateway\/((gateways?|templates)\.[a-z]+|[a-z]+\/[a-z-]+\.(controller|service))\.ts$/;

function brokenRules(source: Source): string[] {
  const { path } = source;
  const parts = path.split('/');
  if (parts.length === 2) return []; // main, cli, app, prepare: the top floor imports everything
  const name = parts[1]!;
  const floor = FLOORS[name];
  if (!floor) return [`${path}: src/${name} is no floor of the house`];
  const isTest = path.endsWith('.spec.ts');
  return importsOf(source)
    .filter((imported) => {
      if (!imported.startsWith('src/')) return floor.packages && !isTest && !floor.packages.test(imported);
      const target = imported.split('/');
      if (target.length === 2) return true;
      if (target[1] === 'identity' && SETTINGS_PAGES.test(path)) return false;
      return target[1] !== name && !floor.ours.includes(target[1]!);
    })
    .map((imported) => `${path} imports ${imported}, but ${floor.rule}`);
}

describe('the house', () => {
  it('has no import line against the dependency rule', () => {
    expect(sources().flatMap(brokenRules)).toEqual([]);
  });

  it.each([
    ['src/domain/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/platform/x.ts', "import { may } from '../identity/permissions.js';"],
    ['src/campaign/x.ts', "import { send } from '../dispatch/send.js';"],
    ['src/report/x.ts', "import { Gateway } from '../gateway/gateway.js';"],
    ['src/directory/x.ts', "const { createApp } = await import('../app.js');"],
    ['src/misc/x.ts', ''],
  ])('would see a line against the rule in %s', (path, text) => {
    expect(brokenRules({ path, text })).toHaveLength(1);
  });

  it('imports every file by its path: no barrels, no aliases', () => {
    const all = sources();
    const paths = new Set(all.map(({ path }) => path));
    const lost = all.flatMap((source) =>
      importsOf(source)
        .filter((imported) => imported.startsWith('src/') && !paths.has(imported))
        .map((imported) => `${source.path} imports ${imported}, which is not there`),
    );
    expect(lost).toEqual([]);
    expect([...paths].filter((path) => path.endsWith('/index.ts'))).toEqual([]);
  });

  it('names files thing.role.ts, without rooms where anything may be put', () => {
    const vague = sources()
      .map(({ path }) => path)
      .filter((path) => /(^|[/.-])(utils?|helpers?|common|managers?|misc)([/.-]|$)/.test(path));
    expect(vague).toEqual([]);
  });
});
