import { Injectable } from '@nestjs/common';
import { normalisePhone } from '../../domain/phone.js';
import { type AreaScope, areInScope, inScope, knownAreas, scopeOf } from '../../identity/area-scope.js';
import { Audit } from '../../identity/audit.js';
import { NumbersRead } from '../../identity/numbers-read.js';
import { may, type Principal } from '../../identity/permissions.js';
import { isUniqueViolation } from '../../platform/database/database-error.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError, type FieldError, invalidInput, notFound } from '../../platform/http/domain-error.js';
import type { Page } from '../../platform/http/page.js';
import type {
  ChangePropagandist,
  CreatePropagandist,
  PropagandistQuery,
  PropagandistView,
} from './propagandist.schema.js';
import { type ForceScopes, PropagandistsRepository } from './propagandists.repository.js';

/** Keeps the force: who is in charge of which area, who stands in for whom, who was trained when. */
@Injectable()
export class PropagandistsService {
  constructor(
    private readonly sql: Sql,
    private readonly propagandists: PropagandistsRepository,
    private readonly audit: Audit,
    private readonly numbers: NumbersRead,
  ) {}

  async list(who: Principal, query: PropagandistQuery): Promise<Page<PropagandistView>> {
    const page = await this.propagandists.page(forceScopesOf(who), query);
    const phones = page.items.filter(({ phone }) => phone !== null).length;
    if (may(who, 'phone:read')) {
      const subject = { kind: 'area', id: query.areaId ?? null };
      await this.numbers.note(who, 'force.numbers-read', subject, 'people', phones);
    }
    return page;
  }

  /** Throws a 404. */
  async get(who: Principal, id: string): Promise<PropagandistView> {
    const found = await this.propagandists.find(this.sql, forceScopesOf(who), id);
    if (!found) throw notFound('tuyên truyền viên này');
    return found;
  }

  /** Throws a 400 for an area, an account or a stand-in that the caller does not administer; a 409 for a taken account. */
  create(who: Principal, { areaId, fullName, ...rest }: CreatePropagandist): Promise<PropagandistView> {
    return this.guarded(async (tx) => {
      const scope = scopeOf(who, 'force:write');
      const change = await this.checked(tx, scope, { areaId, ...rest });
      const id = await this.propagandists.insert(tx, areaId, fullName);
      await this.propagandists.update(tx, id, change, scope);
      return this.told(tx, who, id, 'propagandist.created', Object.keys({ areaId, fullName, ...rest }));
    });
  }

  /** Throws a 404, a 400 and 409 as `create` does, a 409 where somebody changed it since. */
  change(who: Principal, id: string, { version, ...change }: ChangePropagandist): Promise<PropagandistView> {
    return this.guarded(async (tx) => {
      const scope = scopeOf(who, 'force:write');
      const before = await this.locked(tx, scope, id);
      if (version !== undefined && version !== before.version)
        throw new DomainError(
          'changed-since',
          'Người khác vừa sửa; hãy tải lại rồi sửa tiếp.',
          409,
          undefined,
          {
            version: before.version,
          },
        );
      await this.propagandists.update(tx, id, await this.checked(tx, scope, change, id), scope);
      return this.told(tx, who, id, 'propagandist.changed', Object.keys(change));
    });
  }

  /** Throws a 404. */
  async remove(who: Principal, id: string): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const { areaId } = await this.locked(tx, scopeOf(who, 'force:write'), id);
      await tx.execute('delete from propagandists where id = $1', [id]);
      await this.audit.record(tx, who, 'propagandist.removed', {
        kind: 'propagandist',
        id,
        areaIds: [areaId],
      });
    });
  }

  /** Neighbourhoods of which nobody is in charge today. */
  uncovered(who: Principal) {
    return this.propagandists.uncovered(scopeOf(who, 'force:read'));
  }

  private async told(tx: Queryable, who: Principal, id: string, action: string, fields: string[]) {
    const after = (await this.propagandists.find(tx, forceScopesOf(who), id))!;
    const subject = { kind: 'propagandist', id, areaIds: [after.areaId] };
    await this.audit.record(tx, who, action, subject, {
      fields,
      inCharge: after.inCharge.map(({ areaId }) => areaId),
      isActive: after.isActive,
    });
    return after;
  }

  private async locked(tx: Queryable, scope: AreaScope, id: string) {
    const [row] = await tx.query<{ version: number; areaId: string }>(
      `select version, area_id as "areaId" from propagandists p
        where id = $1 and ${inScope('p.area_id', '$2')} for update`,
      [id, scope],
    );
    if (!row) throw notFound('tuyên truyền viên này');
    return row;
  }

  /** The change with its phone as it is stored; 400 naming every field at fault. */
  private async checked(
    tx: Queryable,
    scope: AreaScope,
    change: ChangePropagandist,
    id?: string,
  ): Promise<ChangePropagandist> {
    const errors: FieldError[] = [];
    const unknown = (path: string, message: string) => errors.push({ path, message });
    if (change.areaId !== undefined && !(await areInScope(tx, scope, [change.areaId])))
      unknown('areaId', 'không có địa bàn này');
    const areas = await knownAreas(tx, scope, change.inCharge ?? []);
    change.inCharge?.forEach((areaId, i) => {
      if (!areas.has(areaId)) unknown(`inCharge.${i}`, 'không có địa bàn này');
    });
    const people = await knownPeople(tx, scope, change.standIns?.map(({ standInId }) => standInId) ?? []);
    change.standIns?.forEach(({ standInId }, i) => {
      if (standInId === id) unknown(`standIns.${i}.standInId`, 'không thể tự thay mình');
      else if (!people.has(standInId)) unknown(`standIns.${i}.standInId`, 'không có tuyên truyền viên này');
    });
    if (change.userId && !(await isKnownUser(tx, scope, change.userId)))
      unknown('userId', 'không có người dùng này trong địa bàn của bạn');
    const phone = change.phone ? normalisePhone(change.phone) : null;
    if (phone && phone.kind !== 'mobile') unknown('phone', 'không phải số di động Việt Nam');
    if (errors.length > 0) throw invalidInput(errors);
    return phone?.kind === 'mobile' ? { ...change, phone: phone.e164 } : change;
  }

  private async guarded(work: (tx: Queryable) => Promise<PropagandistView>): Promise<PropagandistView> {
    try {
      return await this.sql.transaction(work);
    } catch (error) {
      if (!isUniqueViolation(error, 'propagandists_user_id_key')) throw error;
      throw new DomainError('account-taken', 'Tài khoản này đã gắn với một tuyên truyền viên khác.', 409, [
        { path: 'userId', message: 'đã gắn với người khác' },
      ]);
    }
  }
}

/** Where the caller reads the force, and its phone numbers. */
export function forceScopesOf(who: Principal): ForceScopes {
  return { rows: scopeOf(who, 'force:read'), numbers: scopeOf(who, 'phone:read') };
}

async function knownPeople(tx: Queryable, scope: AreaScope, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select p.id from propagandists p where p.id = any($1::bigint[]) and ${inScope('p.area_id', '$2')}`,
    [ids, scope],
  );
  return new Set(rows.map(({ id }) => id));
}

async function isKnownUser(tx: Queryable, scope: AreaScope, userId: string): Promise<boolean> {
  const [row] = await tx.query<{ id: string }>(
    `select u.id from users u where u.id = $1 and ($2::bigint[] is null or exists (
       select 1 from memberships m where m.user_id = u.id and ${inScope('m.area_id', '$2')}))`,
    [userId, scope],
  );
  return row !== undefined;
}
