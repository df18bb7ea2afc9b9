import { budgetState } from '../domain/budget.js';
import { DomainError } from '../platform/http/domain-error.js';
import type { Queryable } from '../platform/database/sql.js';
import { CAMPAIGN_ACCOUNT } from './account.repository.js';

/** Why a campaign may spend no more. */
export type Exhausted = 'cost-limit' | 'budget';

interface BudgetRow extends Record<string, unknown> {
  id: string;
  areaName: string;
  amountVnd: number;
  isLifted: boolean;
  spentVnd: number;
  committedVnd: number;
}

/** SQL: the areas that the budget `b` pays for, as `below`: its own subtree, and what was merged into it or split off from it. */
const PAID_FOR = '(select distinct id from areas_below(array[b.area_id] || b.also_area_ids)) below';

/** SQL: whether the budget `b` pays for something of the areas in `areas`. */
export const paysFor = (areas: string) => `areas_touch(array[b.area_id] || b.also_area_ids, ${areas})`;

/**
 * SQL: what was spent within the budget `b`, by campaigns and by single messages: answers, confirmations, tests. Single
 * messages are counted but never stopped: whoever asked gets an answer, and what is left for campaigns is less.
 * Plan: areas of the subtree, each an index-only range of days.
 */
export const SPENT = /* sql */ `
  (coalesce((select sum(s.cost_vnd) from ${PAID_FOR}
               join campaign_spend s on s.area_id = below.id and s.day between b.starts_on and b.ends_on), 0)
   + coalesce((select sum(s.cost_vnd) from ${PAID_FOR}
                 join single_spend s on s.area_id = below.id and s.day between b.starts_on and b.ends_on), 0))::float8`;

/**
 * SQL: what campaigns that were released and have not ended may still cost within the budget `b`: two releases together
 * cannot promise what only one of them finds there.
 * @param but SQL for the id of a campaign that does not count
 */
export function committed(but: string): string {
  return /* sql */ `
  coalesce((select sum(greatest(f.cost_vnd - coalesce((select sum(s.cost_vnd) from campaign_spend s
                                  where s.campaign_id = f.campaign_id and s.area_id = f.area_id), 0), 0))
              from campaigns o join campaign_forecast f on f.campaign_id = o.id
              join lateral ${PAID_FOR} on below.id = f.area_id
             where o.state in ('approved', 'scheduled', 'running', 'paused') and o.id is distinct from ${but}
               and (coalesce(o.start_at, now()) at time zone 'Asia/Ho_Chi_Minh')::date
                   between b.starts_on and b.ends_on), 0)::float8`;
}

/** SQL: the budgets that hold, for the areas of campaign `$1`, on the day it goes out. */
const BUDGETS_OF_CAMPAIGN = /* sql */ `
  select b.id, a.name as "areaName", b.amount_vnd::float8 as "amountVnd", b.lifted_at is not null as "isLifted",
         ${SPENT} as "spentVnd", ${committed('c.id')} as "committedVnd"
    from campaigns c join budgets b on ${paysFor('c.area_ids')} join areas a on a.id = b.area_id
   where c.id = $1 and (greatest(c.start_at, now()) at time zone 'Asia/Ho_Chi_Minh')::date
                       between b.starts_on and b.ends_on`;

/**
 * SQL: whether campaign `$1` has something planned in the areas `below`; what is on its way is paid for. Read from the
 * account, which costs the same for any number of deliveries.
 * @param areas SQL that joins `below`, or nothing for all areas
 */
const HAS_PLANNED = (areas = '') => /* sql */ `
  coalesce((select sum(n.deliveries) > 0
              from ${CAMPAIGN_ACCOUNT} n ${areas}
             where n.campaign_id = $1 and n.state = 'planned'), false)`;

/** What a campaign is expected to cost, in all and by area. */
export interface ExpectedCost {
  costVnd: number;
  costByArea: ReadonlyMap<string, number>;
}

/** Throws a 409 where a campaign is expected to cost more than its price limit or what a budget has left. */
export async function refuseOverspending(tx: Queryable, id: string, expected: ExpectedCost): Promise<void> {
  const [campaign] = await tx.query<{ limit: number | null }>(
    'select cost_limit_vnd::float8 as limit from campaigns where id = $1',
    [id],
  );
  const limit = campaign?.limit ?? null;
  if (limit !== null && expected.costVnd > limit) {
    const sentence = 'Chi phí dự kiến vượt mức giá của đợt này; hãy trả lại để người soạn sửa.';
    throw new DomainError('cost-limit', sentence, 409, undefined, {
      costVnd: expected.costVnd,
      costLimitVnd: limit,
    });
  }
  const budgets = await tx.query<BudgetRow>(BUDGETS_OF_CAMPAIGN, [id]);
  for (const budget of budgets) {
    const costVnd = await costWithin(tx, budget.id, expected);
    const spokenFor = budget.spentVnd + budget.committedVnd;
    if (costVnd === 0 || budgetState(budget, spokenFor + costVnd) !== 'exhausted') continue;
    const sentence = `Đợt này sẽ vượt ngân sách của ${budget.areaName}; quản trị viên phải cho phép chi tiếp trước.`;
    throw new DomainError('budget-exhausted', sentence, 409, undefined, {
      budgetId: budget.id,
      amountVnd: budget.amountVnd,
      spentVnd: budget.spentVnd,
      committedVnd: budget.committedVnd,
      costVnd,
    });
  }
}

/** What of an expected cost falls on the areas of a budget: a commune's budget pays for its own households only. */
async function costWithin(tx: Queryable, budgetId: string, { costByArea }: ExpectedCost): Promise<number> {
  const areas = await tx.query<{ id: string }>(
    `select below.id from budgets b cross join lateral ${PAID_FOR}
      where b.id = $1 and below.id = any($2::bigint[])`,
    [budgetId, [...costByArea.keys()]],
  );
  return areas.reduce((sum, { id }) => sum + (costByArea.get(id) ?? 0), 0);
}

/** Keeps what a released campaign is expected to cost by area. */
export async function storeForecast(tx: Queryable, id: string, { costByArea }: ExpectedCost): Promise<void> {
  await tx.execute('delete from campaign_forecast where campaign_id = $1', [id]);
  await tx.execute(
    `insert into campaign_forecast (campaign_id, area_id, cost_vnd)
     select $1, area_id, cost_vnd from unnest($2::bigint[], $3::bigint[]) as f(area_id, cost_vnd)`,
    [id, [...costByArea.keys()], [...costByArea.values()]],
  );
}

/**
 * Why a campaign may send no more of what it has planned, or null: its price limit is reached, or the budget of an area
 * in which it still has something to send.
 */
export async function exhaustedFor(tx: Queryable, id: string): Promise<Exhausted | null> {
  const [campaign] = await tx.query<{ isReached: boolean }>(
    `select ${HAS_PLANNED()}
              and coalesce((select sum(cost_vnd) from campaign_spend where campaign_id = $1) >= cost_limit_vnd, false)
              as "isReached" from campaigns where id = $1`,
    [id],
  );
  if (campaign?.isReached) return 'cost-limit';
  const budgets = await tx.query<BudgetRow>(
    `${BUDGETS_OF_CAMPAIGN} and ${HAS_PLANNED(`join ${PAID_FOR} on below.id = n.area_id`)}`,
    [id],
  );
  // To the đồng: what is spent entirely stops, so that the next message does not overspend it.
  const isOut = (each: BudgetRow) => budgetState(each, each.spentVnd + 1) === 'exhausted';
  return budgets.some(isOut) ? 'budget' : null;
}

/** Throws a 409 where going on would spend beyond the price limit or a budget. */
export async function refuseExhausted(tx: Queryable, id: string): Promise<void> {
  const why = await exhaustedFor(tx, id);
  if (!why) return;
  const sentence =
    why === 'budget'
      ? 'Ngân sách của địa bàn đã hết; quản trị viên phải cho phép chi tiếp trước.'
      : 'Đợt này đã chi tới mức giá được duyệt; hãy soạn đợt mới cho phần còn lại.';
  throw new DomainError(`${why}-exhausted`, sentence, 409);
}
