/** From this share of a budget on, everybody who looks is warned. */
export const WARNING_SHARE = 0.8;

export interface Budget {
  amountVnd: number;
  /** An administrator let spending go on beyond it. */
  isLifted: boolean;
}

export type BudgetState = 'within' | 'warning' | 'exhausted' | 'lifted';

/**
 * How a budget stands once so much is spent: `warning` from 80 % on, `exhausted` where it would be overspent, `lifted`
 * where it would be and an administrator allowed it. Spending all of it to the đồng is allowed.
 */
export function budgetState({ amountVnd, isLifted }: Budget, spentVnd: number): BudgetState {
  if (spentVnd > amountVnd) return isLifted ? 'lifted' : 'exhausted';
  return spentVnd >= amountVnd * WARNING_SHARE ? 'warning' : 'within';
}
