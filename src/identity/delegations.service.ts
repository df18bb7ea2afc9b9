import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Audit } from './audit.js';
import type { CreateDelegation, DelegationView, Substitute } from './delegation.schema.js';
import type { Principal } from './permissions.js';
import { rotateSessionsOf } from './sessions.repository.js';

const SELECT = /* sql */ `
  select d.id, d.from_user_id as "fromUserId", f.display_name as "fromName", d.to_user_id as "toUserId",
         t.display_name as "toName", d.starts_at as "startsAt", d.ends_at as "endsAt", d.ended_at as "endedAt"
    from delegations d join users f on f.id = d.from_user_id join users t on t.id = d.to_user_id`;

/** SQL: `m` is a membership with which somebody works where the approver `$1` does. */
const WORKS_THERE = /* sql */ `exists (
  select 1 from memberships own where own.user_id = $1 and own.role = 'approver'
     and (own.area_id is null or m.area_id is null or areas_touch(array[own.area_id], array[m.area_id])))`;

/** However large a province: nobody looks through more names than these. */
const MOST_SUBSTITUTES = 500;

type DelegationRow = Record<'startsAt' | 'endsAt', Date> & { endedAt: Date | null } & Omit<
    DelegationView,
    'startsAt' | 'endsAt' | 'endedAt'
  > &
  Record<string, unknown>;

/** An approver's right, lent for an absence. Never to oneself, and never good for what its lender wrote. */
@Injectable()
export class DelegationsService {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  /** What somebody has lent and what was lent to them, newest first. */
  async list(who: Principal): Promise<DelegationView[]> {
    const rows = await this.sql.query<DelegationRow>(
      `${SELECT} where $1 in (d.from_user_id, d.to_user_id) order by d.id desc limit 200`,
      [who.userId],
    );
    return rows.map(toView);
  }

  /** To whom an approver can lend: people who work in the same areas, by name, with what they do there. */
  substitutes(who: Principal, toUserId: string | null = null): Promise<Substitute[]> {
    return this.sql.query<Substitute & Record<string, unknown>>(
      `select u.id, u.display_name as "displayName", array_agg(distinct m.role) as roles
         from users u join memberships m on m.user_id = u.id
        where u.disabled_at is null and u.id <> $1 and ($2::bigint is null or u.id = $2) and ${WORKS_THERE}
        group by u.id order by u.display_name, u.id limit ${MOST_SUBSTITUTES}`,
      [who.userId, toUserId],
    );
  }

  /** Lends. Throws a 400 for somebody who does not work there: others might as well not exist. */
  async lend(who: Principal, { toUserId, startsAt, endsAt }: CreateDelegation): Promise<DelegationView> {
    if (who.kind !== 'user') throw new DomainError('not-a-person', 'Khoá API không ủy quyền được.', 403);
    const [to] = await this.substitutes(who, toUserId);
    if (!to) throw unknownPerson();
    return this.sql.transaction(async (tx) => {
      const [made] = await tx.query<{ id: string }>(
        `insert into delegations (from_user_id, to_user_id, starts_at, ends_at) values ($1, $2, $3, $4) returning id`,
        [who.userId, to.id, startsAt, endsAt],
      );
      await this.note(tx, who, 'delegation.made', to.id, { startsAt, endsAt });
      const [row] = await tx.query<DelegationRow>(`${SELECT} where d.id = $1`, [made!.id]);
      return toView(row!);
    });
  }

  /** Takes back what the caller has lent. Throws a 404 for everything else. */
  async end(who: Principal, id: string): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const [row] = await tx.query<{ to: string }>(
        `update delegations set ended_at = now() where id = $1 and from_user_id = $2 and ended_at is null
         returning to_user_id as to`,
        [id, who.userId],
      );
      if (!row) throw notFound('lần ủy quyền này');
      await this.note(tx, who, 'delegation.ended', row.to);
    });
  }

  /** Rights have changed: the trail says so, and the sessions of whom it concerns take new tokens. */
  private async note(
    tx: Queryable,
    who: Principal,
    action: string,
    toUserId: string,
    details?: { startsAt: string; endsAt: string },
  ): Promise<void> {
    await rotateSessionsOf(tx, toUserId);
    await this.audit.record(tx, who, action, { kind: 'user', id: toUserId }, details);
  }
}

function unknownPerson(): DomainError {
  return new DomainError('invalid-input', 'Một số thông tin chưa đúng, hãy xem từng mục.', 400, [
    { path: 'toUserId', message: 'không có người này trong địa bàn của bạn' },
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
