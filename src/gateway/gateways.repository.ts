import { Injectable } from '@nestjs/common';
import type { BreakerState, BreakingKind } from '../domain/breaker.js';
import type { RoutedAccount } from '../domain/gateway-routes.js';
import type { Hours } from '../domain/quiet-hours.js';
import { Sql } from '../platform/database/sql.js';
import type { Channel } from './gateway.js';

/** What changes often and must be fresh at every use. */
export interface GatewaySettings {
  id: string;
  name: string;
  channel: Channel;
  /** `held`: a person stopped it. */
  state: 'active' | 'held' | 'draining';
  /** `open`: its errors stopped it. */
  breaker: BreakerState;
  /** Other accounts may send for it, or it takes nothing new: `routing` says what follows. */
  isRouted: boolean;
  partsPerSecond: number;
  pricePerPartVnd: number;
  hours: Hours | null;
  /** How long a receipt may take; after it an accepted message counts as expired. */
  receiptHours: number;
  /** How long the operator may sit on a request whose sender has hung up, before it takes it or drops it. */
  processingSeconds: number;
  version: number;
}

/** What the sender found out about an account that it stopped. */
export interface GatewayStop {
  gatewayId: string;
  state: Exclude<BreakerState, 'closed'>;
  reason: BreakingKind;
  code: string | null;
  /** What the operator answered when it was last asked: a sentence. */
  detail: string | null;
  since: Date;
  /** When it is asked next; null while the account is being tried. */
  retryAt: Date | null;
}

/** What an adapter is made of. */
export interface GatewayMaking {
  kind: string;
  /** Whose it is; null: nobody's in particular. */
  areaId: string | null;
  config: unknown;
  secrets: Buffer | null;
  webhookToken: string;
}

/** The accounts that share a webhook with one: the same app and OA, of the same area. */
export interface Siblings {
  /** The area; '0' for none. */
  ownerId: string;
  /** Null where the account has no OA. */
  oaId: string | null;
  /** The newest account of each kind, this one included. */
  byKind: Readonly<Record<string, string>>;
}

const SETTINGS = /* sql */ `
  select id, name, channel, state,
         coalesce((select b.state from gateway_breakers b where b.gateway_id = id), 'closed') as breaker,
         failover_gateway_id is not null or replaced_by_id is not null or state = 'draining' as "isRouted",
         parts_per_second as "partsPerSecond", price_per_part_vnd as "pricePerPartVnd",
         hours, receipt_hours as "receiptHours", processing_seconds as "processingSeconds", version
    from gateways where id = $1`;

/** An account as routes see it, with the one that may stand in for it. */
export interface GatewayRouting extends RoutedAccount {
  sharePercent: number;
  drainingSince: Date | null;
  failoverId: string | null;
  failoverState: RoutedAccount['state'] | null;
  failoverBreaker: BreakerState;
}

/** Replacements in a row that are followed: more than a few are a mistake. */
const MOST_REPLACEMENTS = 5;

const ROUTING = /* sql */ `
  with recursive chain as (
    select id, replaced_by_id, 0 as n from gateways where id = $1
    union all
    select g.id, g.replaced_by_id, n + 1 from chain c join gateways g on g.id = c.replaced_by_id
     where n < ${MOST_REPLACEMENTS})
  select g.id, g.state, coalesce(b.state, 'closed') as breaker, g.share_percent as "sharePercent",
         g.draining_since as "drainingSince", s.id as "failoverId", s.state as "failoverState",
         coalesce(sb.state, 'closed') as "failoverBreaker"
    from (select id from chain order by n desc limit 1) e join gateways g using (id)
    left join gateway_breakers b on b.gateway_id = g.id
    left join gateways s on s.id = g.failover_gateway_id
    left join gateway_breakers sb on sb.gateway_id = s.id`;

/** Reads accounts for those who send and listen; officials edit them through the entity. */
@Injectable()
export class GatewaysRepository {
  constructor(private readonly sql: Sql) {}

  /** One row by primary key, prepared: asked before every slice. */
  async settings(id: string): Promise<GatewaySettings | undefined> {
    const [row] = await this.sql.query<GatewaySettings>(SETTINGS, [id], 'gateway-settings');
    return row;
  }

  /** The account that sends what is planned for `id`: itself, or the last of those that took its place. */
  async routing(id: string): Promise<GatewayRouting | undefined> {
    const [row] = await this.sql.query<GatewayRouting>(ROUTING, [id], 'gateway-routing');
    return row;
  }

  /** Of some accounts those that their errors have stopped, by id. */
  async stops(ids: readonly string[]): Promise<Map<string, GatewayStop>> {
    const rows = await this.sql.query<GatewayStop & Record<string, unknown>>(
      `select gateway_id as "gatewayId", state, reason, code, detail, opened_at as since,
              case when state = 'open' then retry_at end as "retryAt"
         from gateway_breakers where gateway_id = any($1::bigint[]) and state <> 'closed'`,
      [ids],
    );
    return new Map(rows.map((row) => [row.gatewayId, row]));
  }

  async siblings(id: string): Promise<Siblings> {
    const rows = await this.sql.query<{ id: string; kind: string; ownerId: string; oaId: string | null }>(
      `select s.id, s.kind, coalesce(g.area_id, 0) as "ownerId", g.config ->> 'oaId' as "oaId"
         from gateways g
         join gateways s on s.id = g.id or (s.config ->> 'oaId' = g.config ->> 'oaId'
                                            and s.config ->> 'appId' = g.config ->> 'appId'
                                            and s.area_id is not distinct from g.area_id)
        where g.id = $1 order by s.id`,
      [id],
    );
    return {
      ownerId: rows[0]?.ownerId ?? '0',
      oaId: rows[0]?.oaId ?? null,
      byKind: Object.fromEntries(rows.map((row) => [row.kind, row.id])),
    };
  }

  /** Accounts of some kinds, oldest first. */
  async ofKinds(kinds: readonly string[]): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      'select id from gateways where kind = any($1) order by id',
      [kinds],
    );
    return rows.map((row) => row.id);
  }

  async making(id: string): Promise<(GatewayMaking & { version: number }) | undefined> {
    const [row] = await this.sql.query<GatewayMaking & { version: number }>(
      `select kind, area_id as "areaId", config, secrets, webhook_token as "webhookToken", version from gateways where id = $1`,
      [id],
    );
    return row;
  }
}
