import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { budgetState } from '../domain/budget.js';
import { areInScope, type AreaScope, inScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { isUniqueViolation } from '../platform/database/database-error.js';
import { DomainError, invalidInput, notFound } from '../platform/http/domain-error.js';
import { ApiProblem } from '../platform/http/route.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { committed, SPENT } from './budgets.repository.js';
import {
  BudgetList,
  BudgetParams,
  BudgetSchema,
  type BudgetView,
  type ChangeBudget,
  ChangeBudgetBody,
  type CreateBudget,
  CreateBudgetBody,
} from './budget.schema.js';

type BudgetRow = Omit<BudgetView, 'state' | 'liftedAt'> & { liftedAt: Date | null } & Record<string, unknown>;

const SELECT = /* sql */ `
  select b.id, b.area_id as "areaId", a.name as "areaName", b.starts_on::text as "startsOn", b.ends_on::text as "endsOn",
         b.amount_vnd::float8 as "amountVnd", b.lifted_at as "liftedAt", b.lifted_reason as "liftedReason",
         ${SPENT} as "spentVnd", ${committed('null::bigint')} as "committedVnd"
    from budgets b join areas a on a.id = b.area_id`;

/** How much an area may spend in a period. */
@ApiTags('campaigns')
@Controller('budgets')
export class BudgetsController {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Route('budget:read', 'Budgets of the areas I work in, the latest period first', BudgetList)
  async list(@Caller() who: Principal) {
    const rows = await this.sql.query<BudgetRow>(
      `${SELECT} where ${inScope('b.area_id', '$1')} order by b.starts_on desc, b.id desc limit 500`,
      [scopeOf(who, 'budget:read')],
    );
    return { items: rows.map(toView) };
  }

  @Post()
  @Route('budget:write', 'Set a budget for an area and a period', BudgetSchema, 201)
  @ApiProblem(409, 'There is one for this area and period')
  async create(@Caller() who: Principal, @Body({ schema: CreateBudgetBody }) body: CreateBudget) {
    const scope = scopeOf(who, 'budget:write');
    try {
      return await this.sql.transaction(async (tx) => {
        if (!(await areInScope(tx, scope, [body.areaId]))) throw unknownArea();
        const [made] = await tx.query<{ id: string }>(
          'insert into budgets (area_id, starts_on, ends_on, amount_vnd) values ($1, $2, $3, $4) returning id',
          [body.areaId, body.startsOn, body.endsOn, body.amountVnd],
        );
        await this.audit.record(
          tx,
          who,
          'budget.set',
          { kind: 'budget', id: made!.id, areaIds: [body.areaId] },
          { after: { amountVnd: body.amountVnd, startsOn: body.startsOn, endsOn: body.endsOn } },
        );
        return one(tx, scope, made!.id);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError('budget-taken', 'Địa bàn này đã có ngân sách cho thời gian đó.', 409);
    }
  }

  @Patch(':id')
  @Route('budget:write', 'Change the amount, or let spending go on beyond it', BudgetSchema)
  async change(
    @Caller() who: Principal,
    @Param({ schema: BudgetParams }) { id }: z.output<typeof BudgetParams>,
    @Body({ schema: ChangeBudgetBody }) body: ChangeBudget,
  ) {
    const scope = scopeOf(who, 'budget:write');
    return this.sql.transaction(async (tx) => {
      const before = await one(tx, scope, id);
      await tx.execute(
        `update budgets set amount_vnd = coalesce($2::bigint, amount_vnd),
                lifted_at = case when $3 then case when $4::text is null then null else now() end else lifted_at end,
                lifted_by = case when $3 then $5::bigint else lifted_by end,
                lifted_reason = case when $3 then $4 else lifted_reason end,
                warned_at = case when $2::bigint is null then warned_at end
          where id = $1`,
        [id, body.amountVnd ?? null, body.lift !== undefined, body.lift?.reason ?? null, who.userId],
      );
      const after = await one(tx, scope, id);
      const shown = ({ amountVnd, liftedReason }: BudgetView) => ({ amountVnd, liftedReason });
      await this.audit.record(
        tx,
        who,
        'budget.changed',
        { kind: 'budget', id, areaIds: [after.areaId] },
        { before: shown(before), after: shown(after) },
      );
      return after;
    });
  }
}

/** Throws a 404 where there is none in the scope. */
async function one(tx: Queryable, scope: AreaScope, id: string): Promise<BudgetView> {
  const [row] = await tx.query<BudgetRow>(`${SELECT} where b.id = $1 and ${inScope('b.area_id', '$2')}`, [
    id,
    scope,
  ]);
  if (!row) throw notFound('ngân sách này');
  return toView(row);
}

function unknownArea(): DomainError {
  return invalidInput([{ path: 'areaId', message: 'không có địa bàn này' }]);
}

function toView({ liftedAt, ...row }: BudgetRow): BudgetView {
  const state = budgetState({ amountVnd: row.amountVnd, isLifted: liftedAt !== null }, row.spentVnd);
  return { ...row, state, liftedAt: liftedAt?.toISOString() ?? null };
}
