import { budgetState } from '../domain/budget.js';
import { DomainError } from '../platform/http/domain-error.js';
import type { Queryable } from '../platform/database/sql.js';

/** Why a campaign may spend no more. */
export type Exhausted = 'cost-limit' | 'budget';

interface BudgetRow extends Record<string, unknown> {
  id: string;
  areaName: string;
  amountVnd: number;
  isLifted: boolean;
  spentVnd: number;
}

/** SQL: the budgets that hold today for the areas of campaign `$1`, with what was spent in them. */
const BUDGETS_OF_CAMPAIGN = /* sql */ `
  select b.id, a.name as "areaName", b.amount_vnd::float8 as "amountVnd", b.lifted_at is not null as "isLifted",
         coalesce((select sum(s.cost_vnd) from campaign_spend s
                    where s.day between b.starts_on and b.ends_on
                      and s.area_id in (select id from areas_below(array[b.area_id]))), 0)::float8 as "spentVnd"
    from campaigns c join budgets b on areas_touch(array[b.area_id], c.area_ids) join areas a on a.id = b.area_id
   where c.id = $1 and (now() at time zone 'Asia/Ho_Chi_Minh')::date between b.starts_on and b.ends_on`;

/** Throws a 409 where a campaign is expected to cost more than its price limit or what a budget has left. */
export async function refuseOverspending(tx: Queryable, id: string, expectedVnd: number): Promise<void> {
  const [campaign] = await tx.query<{ limit: number | null }>(
    'select cost_limit_vnd::float8 as limit from campaigns where id = $1',
    [id],
  );
  const limit = campaign?.limit ?? null;
  if (limit !== null && expectedVnd > limit) {
    const sentence = 'Chi phí dự kiến vượt mức giá của đợt này; hãy trả lại để người soạn sửa.';
    throw new DomainError('cost-limit', sentence, 409, undefined, {
      costVnd: expectedVnd,
      costLimitVnd: limit,
    });
  }
  for (const budget of await tx.query<BudgetRow>(BUDGETS_OF_CAMPAIGN, [id])) {
    if (budgetState(budget, budget.spentVnd + expectedVnd) !== 'exhausted') continue;
    const sentence = `Đợt này sẽ vượt ngân sách của ${budget.areaName}; quản trị viên phải cho phép chi tiếp trước.`;
    throw new DomainError('budget-exhausted', sentence, 409, undefined, {
      budgetId: budget.id,
      amountVnd: budget.amountVnd,
      spentVnd: budget.spentVnd,
      costVnd: expectedVnd,
    });
  }
}

/** Why a campaign may spend no more, or null: its price limit is reached, or a budget of its areas is. */
export async function exhaustedFor(tx: Queryable, id: string): Promise<Exhausted | null> {
  const [campaign] = await tx.query<{ isReached: boolean }>(
    `select coalesce((select sum(cost_vnd) from campaign_spend where campaign_id = $1) >= cost_limit_vnd, false)
              as "isReached" from campaigns where id = $1`,
    [id],
  );
  if (campaign?.isReached) return 'cost-limit';
  const budgets = await tx.query<BudgetRow>(BUDGETS_OF_CAMPAIGN, [id]);
  // To the đồng: what is spent entirely stops, so that the next message does not overspend it.
  const isOut = (each: BudgetRow) => budgetState(each, each.spentVnd + 1) === 'exhausted';
  return budgets.some(isOut) ? 'budget' : null;
}

/** Counts anew what campaigns have cost by area and day. Reads the tries of these campaigns, and of no others. */
export async function countSpend(tx: Queryable, campaignIds: readonly string[]): Promise<void> {
  await tx.execute(
    `insert into campaign_spend (campaign_id, area_id, day, cost_vnd)
     select d.campaign_id, d.area_id, (a.sent_at at time zone 'Asia/Ho_Chi_Minh')::date, sum(a.cost_vnd)
       from deliveries d join attempts a on a.delivery_id = d.id
      where d.campaign_id = any($1::bigint[]) group by 1, 2, 3
     on conflict (campaign_id, area_id, day) do update set cost_vnd = excluded.cost_vnd`,
    [campaignIds],
  );
}
