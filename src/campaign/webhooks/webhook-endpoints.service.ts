import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { type AreaScope, areInScope, beyondYourAreas, inScope, scopeOf } from '../../identity/area-scope.js';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../../platform/http/domain-error.js';
import { Id, type Page, type PageQuery, readCursor, toPage } from '../../platform/http/page.js';
import { Bell } from '../../platform/queues/bell.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { z } from 'zod';
import type {
  ChangeWebhookEndpoint,
  CreateWebhookEndpoint,
  WebhookDelivery,
  WebhookEndpoint,
} from './webhook.schema.js';
import { WebhookClient } from './webhook-client.js';
import { tellWebhook } from './webhook.jobs.js';
import { webhookSecretOwner, WebhookTeller } from './webhook-teller.js';

type EndpointRow = Omit<WebhookEndpoint, 'createdAt'> & { createdAt: Date };
type DeliveryRow = Omit<WebhookDelivery, 'occurredAt' | 'nextAt' | 'settledAt'> & {
  occurredAt: Date;
  nextAt: Date;
  settledAt: Date | null;
};

/** SQL: `e` is known to whose scope stands in `$1`: of their areas, or of everything to those of everywhere. */
const KNOWN = `($1::bigint[] is null or ${inScope('e.area_id', '$1')})`;

const SELECT = /* sql */ `
  select e.id, e.area_id as "areaId", e.name, e.url, e.events, e.is_active as "isActive", e.created_at as "createdAt",
         (select count(*)::int from webhook_deliveries d where d.endpoint_id = e.id and d.state = 'waiting') as waiting,
         (select count(*)::int from webhook_deliveries d
           where d.endpoint_id = e.id and d.state = 'failed' and d.settled_at > now() - interval '30 days') as failed
    from webhook_endpoints e where ${KNOWN}`;

const DELIVERY = /* sql */ `
  select d.id, d.event, d.subject_id as "subjectId", d.occurred_at as "occurredAt", d.state, d.attempts,
         d.next_at as "nextAt", d.status, d.error, d.settled_at as "settledAt" from webhook_deliveries d`;

/** Whom the installation tells what happened: kept by administrators, each for their areas. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
    private readonly audit: Audit,
    private readonly client: WebhookClient,
    private readonly teller: WebhookTeller,
    private readonly bell: Bell,
  ) {}

  async list(who: Principal): Promise<{ items: WebhookEndpoint[] }> {
    const rows = await this.sql.query<EndpointRow & Record<string, unknown>>(
      `${SELECT} order by e.id limit 500`,
      [scopeOf(who, 'webhook:write')],
    );
    return { items: rows.map(toView) };
  }

  /** Throws a 400 for an address or an area that may not be, a 403 for everywhere by somebody with less. */
  async create(who: Principal, input: CreateWebhookEndpoint): Promise<WebhookEndpoint & { secret: string }> {
    const scope = scopeOf(who, 'webhook:write');
    const areaId = input.areaId ?? null;
    this.refuseInternal(input.url);
    return this.sql.transaction(async (tx) => {
      if (areaId === null && scope !== null) throw beyondYourAreas();
      if (areaId !== null && !(await areInScope(tx, scope, [areaId])))
        throw invalid('areaId', 'không có địa bàn này');
      const [made] = await tx.query<{ id: string }>(
        `insert into webhook_endpoints (area_id, name, url, events, created_by) values ($1, $2, $3, $4, $5) returning id`,
        [areaId, input.name, input.url, input.events, who.userId],
      );
      const secret = await this.newSecret(tx, made!.id);
      await this.record(
        tx,
        who,
        'webhook-endpoint.created',
        { id: made!.id, areaId },
        { events: input.events },
      );
      return { ...(await this.known(tx, scope, made!.id)), secret };
    });
  }

  /** Throws a 404, a 400 for an address that may not be. */
  async change(who: Principal, id: string, change: ChangeWebhookEndpoint): Promise<WebhookEndpoint> {
    const scope = scopeOf(who, 'webhook:write');
    if (change.url !== undefined) this.refuseInternal(change.url);
    return this.sql.transaction(async (tx) => {
      const before = await this.known(tx, scope, id);
      await tx.execute(
        `update webhook_endpoints
            set name = coalesce($2, name), url = coalesce($3, url), events = coalesce($4, events),
                is_active = coalesce($5, is_active), updated_at = now() where id = $1`,
        [id, change.name ?? null, change.url ?? null, change.events ?? null, change.isActive ?? null],
      );
      const after = await this.known(tx, scope, id);
      const shown = ({ name, events, isActive }: WebhookEndpoint) => ({ name, events, isActive });
      await this.record(tx, who, 'webhook-endpoint.changed', after, {
        fields: Object.keys(change),
        before: shown(before),
        after: shown(after),
      });
      return after;
    });
  }

  /** A new secret; the old one signs nothing any more. Throws a 404. */
  async rotate(who: Principal, id: string): Promise<WebhookEndpoint & { secret: string }> {
    return this.sql.transaction(async (tx) => {
      const endpoint = await this.known(tx, scopeOf(who, 'webhook:write'), id);
      const secret = await this.newSecret(tx, id);
      await this.record(tx, who, 'webhook-endpoint.secret-renewed', endpoint);
      return { ...endpoint, secret };
    });
  }

  /** Throws a 404. Its log goes with it. */
  async remove(who: Principal, id: string): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const endpoint = await this.known(tx, scopeOf(who, 'webhook:write'), id);
      await tx.execute('delete from webhook_endpoints where id = $1', [id]);
      await this.record(tx, who, 'webhook-endpoint.removed', endpoint);
    });
  }

  /** Tells the endpoint something at once and answers what came of it. Throws a 404, a 409 where it is switched off. */
  async test(who: Principal, id: string): Promise<WebhookDelivery> {
    const endpoint = await this.known(this.sql, scopeOf(who, 'webhook:write'), id);
    if (!endpoint.isActive)
      throw new DomainError('webhook-inactive', 'Địa chỉ này đang tắt; hãy bật rồi thử lại.', 409);
    const [made] = await this.sql.query<{ id: string }>(
      `insert into webhook_deliveries (endpoint_id, event) values ($1, 'test') returning id`,
      [id],
    );
    await this.teller.tell(made!.id);
    // Somebody looks at the answer now: it is not tried again behind their back.
    const [row] = await this.sql.query<DeliveryRow & Record<string, unknown>>(
      `with over as (
         update webhook_deliveries set state = 'failed', settled_at = now() where id = $1 and state = 'waiting')
       ${DELIVERY} where d.id = $1`,
      [made!.id],
    );
    return toDelivery({ ...row!, state: row!.state === 'waiting' ? 'failed' : row!.state });
  }

  /** What the endpoint was told, newest first. Throws a 404. */
  async deliveries(
    who: Principal,
    id: string,
    query: z.output<typeof PageQuery>,
  ): Promise<Page<WebhookDelivery>> {
    await this.known(this.sql, scopeOf(who, 'webhook:write'), id);
    const before = readCursor(query.cursor, Id.array().length(1))?.[0] ?? null;
    const rows = await this.sql.query<DeliveryRow & Record<string, unknown>>(
      `${DELIVERY} where d.endpoint_id = $1 and ($2::bigint is null or d.id < $2) order by d.id desc limit $3`,
      [id, before, query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.id], toDelivery);
  }

  /** Tells anew what nobody took. Throws a 404. */
  async retryFailed(who: Principal, id: string): Promise<{ retried: number }> {
    const rows = await this.sql.transaction(async (tx) => {
      const endpoint = await this.known(tx, scopeOf(who, 'webhook:write'), id);
      const again = await tx.query<{ deliveryId: string }>(
        `update webhook_deliveries set state = 'waiting', attempts = 0, next_at = now(), rung_at = null, settled_at = null
          where endpoint_id = $1 and state = 'failed' and event <> 'test' returning id as "deliveryId"`,
        [id],
      );
      await this.record(tx, who, 'webhook-endpoint.retried', endpoint, { count: again.length });
      return again;
    });
    await this.bell.ring(tellWebhook, ...rows.slice(0, 200));
    return { retried: rows.length };
  }

  private async known(db: Queryable, scope: AreaScope, id: string): Promise<WebhookEndpoint> {
    const [row] = await db.query<EndpointRow & Record<string, unknown>>(`${SELECT} and e.id = $2`, [
      scope,
      id,
    ]);
    if (!row) throw notFound('địa chỉ nhận thông báo này');
    return toView(row);
  }

  private async newSecret(tx: Queryable, id: string): Promise<string> {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const sealed = this.box.seal(secret, webhookSecretOwner(id));
    await tx.execute('update webhook_endpoints set secret = $2, updated_at = now() where id = $1', [
      id,
      sealed,
    ]);
    return secret;
  }

  private refuseInternal(url: string): void {
    if (!this.client.mayCall(url))
      throw invalid('url', 'địa chỉ trong mạng nội bộ không được phép (OUTGOING_ALLOW)');
  }

  private async record(
    tx: Queryable,
    who: Principal,
    action: string,
    { id, areaId }: { id: string; areaId: string | null },
    details: Parameters<Audit['record']>[4] = {},
  ): Promise<void> {
    const subject = { kind: 'webhook-endpoint', id, areaIds: areaId === null ? undefined : [areaId] };
    await this.audit.record(tx, who, action, subject, details);
  }
}

function invalid(path: string, message: string): DomainError {
  return invalidInput([{ path, message }]);
}

function toView(row: EndpointRow): WebhookEndpoint {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    ...row,
    occurredAt: row.occurredAt.toISOString(),
    nextAt: row.state === 'waiting' ? row.nextAt.toISOString() : null,
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
