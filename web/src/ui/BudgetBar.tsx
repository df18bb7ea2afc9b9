import type { Budget } from '../api/budgets.js';
import { useFormat, useText } from '../app/language.js';
import { budgetTexts } from '../messages/budgets.js';
import classes from './BudgetBar.module.css';

/**
 * A budget as a bar that says its figures: spent, promised to campaigns under way, left.
 * @param moreVnd what a campaign that is being written would add
 */
export function BudgetBar({ budget, moreVnd = 0 }: { budget: Budget; moreVnd?: number }) {
  const t = useText(budgetTexts);
  const format = useFormat();
  const { amountVnd, spentVnd, committedVnd, state } = budget;
  const whole = Math.max(amountVnd, spentVnd + committedVnd + moreVnd, 1);
  const figures = t('budget.figures', {
    spent: format.number(spentVnd),
    amount: format.number(amountVnd),
    committed: format.number(committedVnd),
  });
  return (
    <div className="stack tight">
      <div className={`${classes.bar} ${classes[state]}`} role="img" aria-label={figures}>
        <span className={classes.spent} style={{ width: `${(spentVnd / whole) * 100}%` }} />
        <span className={classes.committed} style={{ width: `${(committedVnd / whole) * 100}%` }} />
        {moreVnd > 0 && <span className={classes.more} style={{ width: `${(moreVnd / whole) * 100}%` }} />}
      </div>
      <span className="small figures">{figures}</span>
    </div>
  );
}
