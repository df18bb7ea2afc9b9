import type { Budget } from '../api/budgets.js';
import { useFormat, useText } from '../app/language.js';
import { budgetTexts } from '../messages/budgets.js';
import classes from './BudgetBar.module.css';

/** A budget as a bar that says its figures: spent, promised to campaigns under way, left. */
export function BudgetBar({ budget }: { budget: Budget }) {
  const t = useText(budgetTexts);
  const format = useFormat();
  const { amountVnd, spentVnd, committedVnd, state } = budget;
  const whole = Math.max(amountVnd, spentVnd + committedVnd, 1);
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
      </div>
      <span className="small figures">{figures}</span>
    </div>
  );
}
