import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayContract } from '../../src/gateway/gateway.contract.js';
import { GATEWAY_KINDS } from '../../src/gateway/gateway.registry.js';
import { describeContract } from './contract.js';

/** Adapters with a suite of their own: they need the house's tokens and users, or speak no HTTP. */
const OTHER_SUITES: readonly string[] = ['smpp', 'zalo-oa', 'zalo-template'];

for (const kind of GATEWAY_KINDS.filter((name) => !OTHER_SUITES.includes(name))) {
  const file = join(__dirname, `../../src/gateway/${kind}/${kind}.contract.ts`);
  it(`the ${kind} gateway has a contract`, () => {
    expect(existsSync(file)).toBe(true);
  });
  if (!existsSync(file)) continue;
  // The suite of a kind lies in its folder, so that an adapter is one folder and one line of the registry.
  // oxlint-disable-next-line typescript/no-require-imports
  const { contracts } = require(file) as { contracts: GatewayContract[] };
  for (const contract of contracts) describeContract(contract);
}
