import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REPOSITORY = join(__dirname, '../..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-luat-new-gateway-'));
  await mkdir(join(folder, 'docs/gateways'), { recursive: true });
  for (const part of [
    'src',
    'test/gateway',
    'test/support',
    'tsconfig.json',
    'jest.config.mjs',
    'package.json',
  ]) {
    await cp(join(REPOSITORY, part), join(folder, part), { recursive: true });
  }
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const generate = (...args: string[]) =>
  spawnSync('node', [join(REPOSITORY, 'scripts/new-gateway.mjs'), '--in', folder, ...args], {
    encoding: 'utf8',
  });

interface Results {
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

/** The contract suite of one kind, without the database that other tests need. */
async function contractOf(kind: string): Promise<Results['testResults'][0]['assertionResults']> {
  const out = join(folder, 'results.json');
  const config = join(folder, 'jest.config.mjs');
  const args = ['-c', config, '-w', '1', '-t', `the ${kind} gateway`, '--json', `--outputFile=${out}`];
  spawnSync(
    'node',
    [
      join(REPOSITORY, 'node_modules/jest/bin/jest.js'),
      ...args,
      '--globalSetup',
      join(folder, 'test/support/no-setup.cjs'),
      '--globalTeardown',
      join(folder, 'test/support/no-setup.cjs'),
      'test/gateway/contract.spec.ts',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  const { testResults } = JSON.parse(await readFile(out, 'utf8')) as Results;
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

describe('npm run new:gateway', () => {
  it('makes a folder whose contract runs, and fails only where the operator has to be read', async () => {
    const { status, stdout } = generate('sms-pigeon');
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining('src/gateway/sms-pigeon/sms-pigeon.contract.ts'),
    ]);
    const results = await contractOf('sms-pigeon');
    const named = (wanted: string) =>
      results.filter((each) => each.status === wanted).map(({ fullName }) => fullName);
    expect(named('failed')).toEqual([
      'the sms-pigeon gateway sends the request that the operator documents, once',
    ]);
    expect(named('passed').length).toBeGreaterThan(30);

    // The guide's first step: what the operator documents, in the contract's words.
    const contract = join(folder, 'src/gateway/sms-pigeon/sms-pigeon.contract.ts');
    const text = await readFile(contract, 'utf8');
    await writeFile(contract, text.replace('/the/path/that/the/operator/documents', '/send'));
    const mended = await contractOf('sms-pigeon');
    expect(mended.filter(({ status: each }) => each === 'failed')).toEqual([]);
  });

  it('leaves what is there alone, and takes no strange names', () => {
    expect(generate('esms')).toMatchObject({ status: 1, stderr: 'src/gateway/esms is there already\n' });
    for (const name of ['', '../evil', 'Pigeon', 'a b']) expect(generate(name).status).toBe(1);
  });
});
