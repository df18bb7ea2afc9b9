import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GatewayContract } from '../../src/gateway/gateway.contract.js';
import { GATEWAY_KINDS } from '../../src/gateway/gateway.registry.js';

/** Adapters with a suite of their own: they need the house's tokens and users, or speak no HTTP. */
const OTHER_SUITES: readonly string[] = ['smpp', 'zalo-oa', 'zalo-template'];

/** The tables of each kind that has to have some; undefined where the file is missing. */
export function allContracts(): [kind: string, contracts: GatewayContract[] | undefined][] {
  return GATEWAY_KINDS.filter((name) => !OTHER_SUITES.includes(name)).map((kind) => {
    const file = join(__dirname, `../../src/gateway/${kind}/${kind}.contract.ts`);
    if (!existsSync(file)) return [kind, undefined];
    // The suite of a kind lies in its folder, so that an adapter is one folder and one line of the registry.
    // oxlint-disable-next-line typescript/no-require-imports
    return [kind, (require(file) as { contracts: GatewayContract[] }).contracts];
  });
}
