import { formatVnd } from '../../../../src/domain/cost.js';
import { useAreas } from '../../api/areas.js';
import { type Budget, useBudgets } from '../../api/budgets.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { composerTexts } from '../../messages/composer.js';
import { BudgetBar } from '../../ui/BudgetBar.js';

interface BudgetLinesProps {
  areaIds: readonly string[];
  costVnd: number;
  /** The day it goes out; null for today. */
  startAt: string | null;
}

const dayOf = (at: string | null) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(at ? new Date(at) : new Date());

/** The price against the budgets of the chosen areas on the day it goes out. */
export function BudgetLines(props: BudgetLinesProps) {
  const may = useMay();
  return may('budget:read') ? <Lines {...props} /> : null;
}

function Lines({ areaIds, costVnd, startAt }: BudgetLinesProps) {
  const t = useText(composerTexts);
  const budgets = useBudgets();
  const areas = useAreas();
  const day = dayOf(startAt);
  const pathOf = (id: string) => areas.data?.find((area) => area.id === id)?.path;
  const chosen = areaIds.flatMap((id) => pathOf(id) ?? []);
  const paysForAll = ({ areaId }: Budget) => {
    const path = pathOf(areaId);
    return path !== undefined && chosen.every((each) => each.startsWith(path));
  };
  const touches = ({ areaId }: Budget) => {
    const path = pathOf(areaId);
    return path !== undefined && chosen.some((each) => each.startsWith(path) || path.startsWith(each));
  };
  const inForce = budgets.data?.filter(
    (budget) => budget.startsOn <= day && day <= budget.endsOn && touches(budget),
  );
  if (!inForce || inForce.length === 0) return null;
  return (
    <div className="stack tight">
      {inForce.map((budget) => {
        const left = budget.amountVnd - budget.spentVnd - budget.committedVnd;
        const isWhole = paysForAll(budget);
        const isOver = isWhole && costVnd > left && budget.liftedAt === null;
        const said = {
          area: budget.areaName,
          left: formatVnd(Math.max(0, left)),
          cost: formatVnd(costVnd),
          over: formatVnd(Math.max(0, costVnd - Math.max(0, left))),
        };
        return (
          <div
            key={budget.id}
            className={isOver ? 'note bad' : 'stack tight'}
            role={isOver ? 'alert' : undefined}
          >
            <p style={{ margin: 0 }}>
              {t(isOver ? 'price.over' : isWhole ? 'price.left' : 'price.part', said)}
            </p>
            <BudgetBar budget={budget} moreVnd={isWhole ? costVnd : 0} />
          </div>
        );
      })}
    </div>
  );
}
