import { Injectable } from '@nestjs/common';
import { dataRequestDeadlines, longestExtension } from '../domain/data-request-deadlines.js';
import { areInScope, inScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import { z } from 'zod';
import type {
  Closing,
  DataRequestQuery,
  DataRequestView,
  Extension,
  NewDataRequest,
} from './privacy.schema.js';

interface Row extends Omit<DataRequestView, 'acknowledgedAt' | 'closedAt' | 'createdAt'> {
  acknowledgedAt: Date | null;
  closedAt: Date | null;
  createdAt: Date;
}

/** The day in Vietnam, whatever the server's clock is set to. */
const TODAY = `(now() at time zone 'Asia/Ho_Chi_Minh')::date`;

const COLUMNS = `r.id, r.area_id as "areaId", r.household_id as "householdId", r.kind, r.requester, r.how,
  r.received_on::text as "receivedOn", r.acknowledge_by::text as "acknowledgeBy", r.acknowledged_at as "acknowledgedAt",
  coalesce(r.extended_to, r.due_on)::text as "dueOn", r.extended_to::text as "extendedTo",
  r.extension_reason as "extensionReason", r.state, r.outcome, r.closed_at as "closedAt", r.closed_by as "closedBy",
  r.version, r.created_at as "createdAt",
  r.state = 'open' and (coalesce(r.extended_to, r.due_on) < ${TODAY}
                        or (r.acknowledged_at is null and r.acknowledge_by < ${TODAY})) as "isOverdue"`;

const Key = z.tuple([z.iso.date(), Id]);

/** What persons ask about their data, as a list that is worked off before its deadlines. */
@Injectable()
export class DataRequestsService {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  /** The most urgent first. */
  async list(who: Principal, query: DataRequestQuery): Promise<Page<DataRequestView>> {
    const [due = null, id = null] = readCursor(query.cursor, Key) ?? [];
    const rows = await this.sql.query<Row & Record<string, unknown>>(
      `select ${COLUMNS} from data_requests r
        where r.state = $1 and ($2::bigint is null or r.household_id = $2) and ${inScope('r.area_id', '$3')}
          and ($4::date is null or (coalesce(r.extended_to, r.due_on), r.id) > ($4, $5::bigint))
        order by coalesce(r.extended_to, r.due_on), r.id limit $6`,
      [query.state, query.householdId ?? null, scopeOf(who, 'household:write'), due, id, query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.dueOn, row.id], toView);
  }

  /** Throws a 404 where there is none in the caller's areas. */
  async get(who: Principal, id: string, connection: Queryable = this.sql): Promise<DataRequestView> {
    const [row] = await connection.query<Row & Record<string, unknown>>(
      `select ${COLUMNS} from data_requests r where r.id = $1 and ${inScope('r.area_id', '$2')}`,
      [id, scopeOf(who, 'household:write')],
    );
    if (!row) throw notFound('yêu cầu này');
    return toView(row);
  }

  /** Throws a 400 for an area or household that is not the caller's, and for a day that is to come. */
  async create(who: Principal, input: NewDataRequest): Promise<DataRequestView> {
    const scope = scopeOf(who, 'household:write');
    const errors = [];
    if (!(await areInScope(this.sql, scope, [input.areaId])))
      errors.push({ path: 'areaId', message: 'không có địa bàn này' });
    const [known] = await this.sql.query<{ household: boolean; future: boolean }>(
      `select ($1::bigint is null or exists (select 1 from households h where h.id = $1 and ${inScope('h.area_id', '$2')}))
                as household, $3::date > ${TODAY} as future`,
      [input.householdId ?? null, scope, input.receivedOn],
    );
    if (!known!.household) errors.push({ path: 'householdId', message: 'không có hộ này' });
    if (known!.future) errors.push({ path: 'receivedOn', message: 'ngày nhận không thể ở tương lai' });
    if (errors.length > 0) throw invalidInput(errors);
    const holidays = await this.sql.query<{ day: string }>('select day::text from holidays');
    const days = new Set(holidays.map(({ day }) => day));
    const { acknowledgeBy, dueOn } = dataRequestDeadlines(input.kind, input.receivedOn, days);
    return this.sql.transaction(async (tx) => {
      const [made] = await tx.query<{ id: string }>(
        `insert into data_requests (area_id, household_id, kind, requester, how, received_on, acknowledge_by, due_on, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
        [
          input.areaId,
          input.householdId ?? null,
          input.kind,
          input.requester,
          input.how || null,
          input.receivedOn,
          acknowledgeBy,
          dueOn,
          who.name,
        ],
      );
      const request = await this.get(who, made!.id, tx);
      await this.note(tx, who, 'data-request.received', request);
      return request;
    });
  }

  /** The person has been told that the request was received. */
  acknowledge(who: Principal, id: string): Promise<DataRequestView> {
    return this.step(who, id, 'data-request.acknowledged', (tx) =>
      tx.execute(
        `update data_requests set acknowledged_at = coalesce(acknowledged_at, now()), version = version + 1
          where id = $1 and state = 'open'`,
        [id],
      ),
    );
  }

  /** Once, with the reason that the person is given. */
  async extend(who: Principal, id: string, { to, reason }: Extension): Promise<DataRequestView> {
    const request = await this.get(who, id);
    if (request.extendedTo !== null)
      throw new DomainError('extended-before', 'Yêu cầu này đã được gia hạn một lần.', 409);
    const last = longestExtension(request.dueOn);
    if (to <= request.dueOn || to > last)
      throw invalidInput([{ path: 'to', message: `phải sau ${request.dueOn} và không quá ${last}` }]);
    return this.step(who, id, 'data-request.extended', (tx) =>
      tx.execute(
        `update data_requests set extended_to = $2, extension_reason = $3, version = version + 1
          where id = $1 and state = 'open' and extended_to is null`,
        [id, to, reason],
      ),
    );
  }

  close(who: Principal, id: string, { state, outcome }: Closing): Promise<DataRequestView> {
    return this.step(who, id, `data-request.${state}`, (tx) =>
      tx.execute(
        `update data_requests set state = $2, outcome = $3, closed_at = now(), closed_by = $4, version = version + 1
          where id = $1 and state = 'open'`,
        [id, state, outcome, who.name],
      ),
    );
  }

  private async step(
    who: Principal,
    id: string,
    action: string,
    change: (tx: Queryable) => Promise<number>,
  ): Promise<DataRequestView> {
    await this.get(who, id);
    return this.sql.transaction(async (tx) => {
      if ((await change(tx)) === 0)
        throw new DomainError('already-closed', 'Yêu cầu này đã được giải quyết xong.', 409);
      const request = await this.get(who, id, tx);
      await this.note(tx, who, action, request);
      return request;
    });
  }

  private note(tx: Queryable, who: Principal, action: string, request: DataRequestView): Promise<void> {
    const subject = { kind: 'data-request', id: request.id, areaIds: [request.areaId] };
    return this.audit.record(tx, who, action, subject, { kind: request.kind, dueOn: request.dueOn });
  }
}

function toView(row: Row): DataRequestView {
  return {
    ...row,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
