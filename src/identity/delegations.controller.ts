import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Sql } from '../platform/database/sql.js';
import { Audit } from './audit.js';
import {
  type CreateDelegation,
  CreateDelegationBody,
  DelegationList,
  DelegationParams,
  DelegationSchema,
  type DelegationView,
} from './delegation.schema.js';
import type { Principal } from './permissions.js';
import { Caller, Route } from './route.js';

const SELECT = /* sql */ `
  select d.id, d.from_user_id as "fromUserId", f.display_name as "fromName", d.to_user_id as "toUserId",
         t.display_name as "toName", d.starts_at as "startsAt", d.ends_at as "endsAt", d.ended_at as "endedAt"
    from delegations d join users f on f.id = d.from_user_id join users t on t.id = d.to_user_id`;

type DelegationRow = Record<'startsAt' | 'endsAt', Date> & { endedAt: Date | null } & Omit<
    DelegationView,
    'startsAt' | 'endsAt' | 'endedAt'
  >;

/** An approver's right, lent for an absence. Never to oneself, and never good for what its lender wrote. */
@ApiTags('Users')
@Controller('delegations')
export class DelegationsController {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Route('account:self', 'What I have lent and what was lent to me, newest first', DelegationList)
  async list(@Caller() who: Principal) {
    const rows = await this.sql.query<DelegationRow & Record<string, unknown>>(
      `${SELECT} where $1 in (d.from_user_id, d.to_user_id) order by d.id desc limit 200`,
      [who.userId],
    );
    return { items: rows.map(toView) };
  }

  @Post()
  @Route(
    'approval:lend',
    'Lend my right to release, with its limits, to somebody for a time',
    DelegationSchema,
    201,
  )
  async create(@Caller() who: Principal, @Body({ schema: CreateDelegationBody }) body: CreateDelegation) {
    if (who.kind !== 'user') throw new DomainError('not-a-person', 'Khoá API không ủy quyền được.', 403);
    return this.sql.transaction(async (tx) => {
      // Whom they can lend to: somebody who works in the same areas. Others might as well not exist.
      const [to] = await tx.query<{ id: string }>(
        `select u.id from users u where u.username = $1 and u.disabled_at is null and u.id <> $2 and exists (
           select 1 from memberships own join memberships m on m.user_id = u.id
            where own.user_id = $2 and own.role = 'approver'
              and (own.area_id is null or m.area_id is null or areas_touch(array[own.area_id], array[m.area_id])))`,
        [body.toUsername, who.userId],
      );
      if (!to) throw unknownPerson();
      const [made] = await tx.query<{ id: string }>(
        `insert into delegations (from_user_id, to_user_id, starts_at, ends_at) values ($1, $2, $3, $4) returning id`,
        [who.userId, to.id, body.startsAt, body.endsAt],
      );
      await this.audit.record(
        tx,
        who,
        'delegation.made',
        { kind: 'user', id: to.id },
        {
          startsAt: body.startsAt,
          endsAt: body.endsAt,
        },
      );
      const [row] = await tx.query<DelegationRow & Record<string, unknown>>(`${SELECT} where d.id = $1`, [
        made!.id,
      ]);
      return toView(row!);
    });
  }

  @Delete(':id')
  @Route('approval:lend', 'Take back what I have lent', undefined, 204)
  async end(
    @Caller() who: Principal,
    @Param({ schema: DelegationParams }) { id }: z.output<typeof DelegationParams>,
  ): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const [row] = await tx.query<{ to: string }>(
        `update delegations set ended_at = now() where id = $1 and from_user_id = $2 and ended_at is null
         returning to_user_id as to`,
        [id, who.userId],
      );
      if (!row) throw notFound('lần ủy quyền này');
      await this.audit.record(tx, who, 'delegation.ended', { kind: 'user', id: row.to });
    });
  }
}

function unknownPerson(): DomainError {
  return new DomainError('invalid-input', 'Một số thông tin chưa đúng, hãy xem từng mục.', 400, [
    { path: 'toUsername', message: 'không có người này trong địa bàn của bạn' },
  ]);
}

function toView({ startsAt, endsAt, endedAt, ...row }: DelegationRow): DelegationView {
  return {
    ...row,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
