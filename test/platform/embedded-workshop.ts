import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { installProduct, ProductRun, type RunOptions } from './embedded-product.js';

export const isRoot = process.getuid?.() === 0;
/** An ordinary user: somebody else's number when we are root, else ourselves. */
export const ORDINARY = isRoot ? 65534 : undefined;

let folder: string;
let product: string;
const runs: ProductRun[] = [];

/** An installed product and room for data folders, for the tests of one file; ends what they leave running. */
export function useWorkshop(): void {
  // Up to three starts of a whole program, on a machine that may be busy with something else.
  jest.setTimeout(120_000);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'loa-luat-embedded-'));
    chmodSync(folder, 0o755);
    product = join(folder, 'product');
    installProduct(product);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    for (const left of runs.splice(0)) {
      if (left.child.exitCode === null && left.child.signalCode === null) await left.end('SIGTERM');
    }
  });
}

/** Starts the app on a data folder, from the workshop's product or another. */
export function run(dataDir: string, options: RunOptions = {}, from = product): ProductRun {
  const started = new ProductRun(from, dataDir, options);
  runs.push(started);
  return started;
}

/** A new folder that `uid` owns and everybody can pass through. */
export function openFolder(name: string, uid?: number): string {
  const path = join(mkdtempSync(join(folder, 'case-')), name);
  mkdirSync(path, { recursive: true });
  chmodSync(join(path, '..'), 0o755);
  if (uid !== undefined) chownSync(path, uid, uid);
  return path;
}

/** First row of a query on a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}

export const WORD = 'đã ghi';

/** Writes a word into the database, for `recall` to find after whatever happens to it. */
export async function remember(url: string): Promise<void> {
  await ask(url, `create table memory as select '${WORD}'::text as word`);
}

export async function recall(url: string): Promise<unknown> {
  return (await ask(url, 'select word from memory')).word;
}
