import { allContracts } from './all-contracts.js';
import { describeContract } from './contract.js';

for (const [kind, contracts] of allContracts()) {
  it(`the ${kind} gateway has a contract`, () => {
    expect(contracts).toBeDefined();
  });
  for (const contract of contracts ?? []) describeContract(contract);
}
