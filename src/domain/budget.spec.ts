import fc from 'fast-check';
import { type BudgetState, budgetState } from './budget.js';

const ORDER: Record<BudgetState, number> = { within: 0, warning: 1, exhausted: 2, lifted: 2 };
const amount = fc.integer({ min: 1, max: 1_000_000_000 });

describe('a budget', () => {
  it('warns at 80 % and stops beyond 100 %', () => {
    const budget = { amountVnd: 1_000_000, isLifted: false };
    expect([0, 799_999, 800_000, 1_000_000, 1_000_001].map((spent) => budgetState(budget, spent))).toEqual([
      'within',
      'within',
      'warning',
      'warning',
      'exhausted',
    ]);
  });

  it('never looks better for spending more', () => {
    fc.assert(
      fc.property(amount, fc.boolean(), amount, amount, (amountVnd, isLifted, spent, more) => {
        const budget = { amountVnd, isLifted };
        expect(ORDER[budgetState(budget, spent + more)]).toBeGreaterThanOrEqual(
          ORDER[budgetState(budget, spent)],
        );
      }),
    );
  });

  it('stops nothing once it is lifted', () => {
    fc.assert(
      fc.property(amount, amount, (amountVnd, spent) => {
        expect(budgetState({ amountVnd, isLifted: true }, spent)).not.toBe('exhausted');
      }),
    );
  });
});
