import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import { breakerSentence } from '../domain/breaker.js';
import { areInScope, beyondYourAreas, scopeOf, touchesScope } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { isUniqueViolation } from '../platform/database/database-error.js';
import { DomainError, invalidInput, notFound } from '../platform/http/domain-error.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import { SecretBox, SecretBoxError } from '../platform/secrets/secret-box.js';
import { GatewayRow } from './gateway.entity.js';
import type { GatewayHealth } from './gateway.js';
import { requireStandIns } from './gateway-stand-ins.js';
import { GatewayPool, openSecrets, secretOwner } from './gateway-pool.js';
import type { GatewaySecrets } from './gateway-kind.js';
import { kindEntry } from './gateway.registry.js';
import type { CreateGateway, GatewayChange, GatewayView } from './gateway.schema.js';
import { type GatewayStop, GatewaysRepository } from './gateways.repository.js';
import { PublicAddress } from './public-address.js';
import { ZaloSecrets } from './zalo/zalo-secrets.service.js';

const GatewayKey = z.tuple([Id]);
/** An operator that has not answered a check by then is not well. */
const CHECK_TIMEOUT_MS = 15_000;

/** SQL: the account `g` serves the areas of the scope in `$2`: it is everybody's, or its area has to do with theirs. */
const USABLE = `(g.area_id is null or ${touchesScope('array[g.area_id]', '$2')})`;

/** Operator accounts as administrators keep them. Secrets go in and never come out. */
@Injectable()
export class GatewaysService {
  constructor(
    private readonly source: DataSource,
    private readonly secrets: SecretBox,
    private readonly pool: GatewayPool,
    private readonly gateways: GatewaysRepository,
    private readonly address: PublicAddress,
    private readonly audit: Audit,
    private readonly zalo: ZaloSecrets,
  ) {}

  /**
   * One page of the accounts that the caller's areas may use, oldest first. Whoever may not change an account sees neither
   * its configuration nor its webhook.
   */
  async list(
    who: Principal,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<GatewayView>> {
    const after = readCursor(query.cursor, GatewayKey)?.[0] ?? '0';
    const known = await this.source.manager.query<{ id: string }[]>(
      `select g.id from gateways g where g.id > $1 and ${USABLE} order by g.id limit $3`,
      [after, scopeOf(who, 'gateway:read'), query.limit + 1],
    );
    const ids = known.map(({ id }) => id);
    const rows = await this.source.manager.find(GatewayRow, { where: { id: In(ids) }, order: { id: 'asc' } });
    const stops = await this.gateways.stops(ids);
    const views = await Promise.all(rows.map((row) => this.view(who, row, stops.get(row.id))));
    return toPage(
      views,
      query.limit,
      ({ id }) => [id],
      (view) => view,
    );
  }

  /** Throws a 404 where there is none that the caller's areas may use. */
  async one(who: Principal, id: string): Promise<GatewayView> {
    const row = await this.row(this.source.manager, who, id);
    return this.view(who, row, (await this.gateways.stops([id])).get(id));
  }

  /** Throws a 409 where the name is taken and a 400 where a secret that the configuration names is missing. */
  async create(who: Principal, input: CreateGateway): Promise<GatewayView> {
    const { secrets: given, ...rest } = input;
    const secrets = this.zalo.without(input.kind, given);
    const areaId = await this.ownedArea(who, input.areaId ?? this.onlyArea(who));
    this.requireSecrets(input.kind, input.config, secrets);
    const id = await this.naming(() =>
      this.source.transaction(async (manager) => {
        const row = await manager.save(GatewayRow, {
          ...rest,
          areaId,
          config: { ...input.config },
          hours: input.hours ?? null,
          channel: kindEntry(input.kind).channel,
          secrets: null,
          webhookToken: randomBytes(24).toString('base64url'),
          state: 'active',
          heldReason: null,
          drainingSince: null,
          failoverGatewayId: null,
          sharePercent: 100,
          replacedById: null,
        });
        // The id is part of what is sealed, so the secrets follow the row.
        await manager.update(GatewayRow, row.id, { secrets: this.seal(row.id, secrets) });
        await this.zalo.keep(manager, row, given);
        await this.audit.record(manager, who, 'gateway.created', subjectOf(row), { kind: input.kind });
        return row.id;
      }),
    );
    return this.one(who, id);
  }

  /** Changes what is named. Throws a 404, a 409 for a stale version or a taken name, a 400 for a bad configuration. */
  async change(who: Principal, id: string, change: GatewayChange): Promise<GatewayView> {
    const { version, secrets, config, state, ...rest } = change;
    await this.naming(() =>
      this.source.transaction(async (manager) => {
        const row = await this.row(manager, who, id, 'lock');
        if (version !== undefined && version !== row.version) {
          throw new DomainError('stale', 'Cổng này vừa được người khác sửa, hãy tải lại.', 409, undefined, {
            version: row.version,
          });
        }
        const newConfig = config === undefined ? row.config : this.readConfig(row.kind, config);
        const newSecrets = merged(this.known(row), this.zalo.without(row.kind, secrets ?? {}));
        this.requireSecrets(row.kind, newConfig, newSecrets);
        if (rest.areaId !== undefined) await this.ownedArea(who, rest.areaId);
        Object.assign(row, rest, { config: newConfig });
        if (secrets !== undefined) row.secrets = this.seal(id, newSecrets);
        if (state !== undefined) {
          if (state !== row.state) row.drainingSince = state === 'draining' ? new Date() : null;
          Object.assign(row, { state, heldReason: heldReason(state) });
        }
        await requireStandIns(manager, row, rest);
        await manager.save(row);
        if (secrets !== undefined) await this.zalo.keep(manager, row, secrets);
        if (state === 'active') {
          await manager.query('delete from gateway_breakers where gateway_id = $1', [id]);
        } else if (config !== undefined || secrets !== undefined) {
          // What stopped the account may be mended: its operator is asked at once, and what it said before counts no more.
          await manager.query(
            'update gateway_breakers set retry_at = now(), asked_at = null, tries = 1 where gateway_id = $1',
            [id],
          );
        }
        const fields = Object.keys(change).filter((field) => field !== 'version');
        await this.audit.record(manager, who, 'gateway.changed', subjectOf(row), { fields });
      }),
    );
    return this.one(who, id);
  }

  /** Asks the operator whether the account works. Never sends a message, never changes the account's state. */
  async check(who: Principal, id: string): Promise<GatewayHealth> {
    const row = await this.row(this.source.manager, who, id, 'write');
    const { gateway } = await this.pool.get(id);
    const health = await gateway.check(AbortSignal.timeout(CHECK_TIMEOUT_MS));
    await this.audit.record(this.source.manager, who, 'gateway.checked', subjectOf(row), { ok: health.ok });
    return health;
  }

  /** Throws unless the caller may use the account (404), and may change it where that is what for (403). */
  async require(who: Principal, id: string, purpose?: 'write'): Promise<GatewayRow> {
    return this.row(this.source.manager, who, id, purpose);
  }

  /**
   * The account, if the caller's areas may use it (404); to `write` or `lock` for a change, if it is theirs (403).
   */
  private async row(
    manager: EntityManager,
    who: Principal,
    id: string,
    purpose?: 'write' | 'lock',
  ): Promise<GatewayRow> {
    const known = await manager.query<unknown[]>(`select 1 from gateways g where g.id = $1 and ${USABLE}`, [
      id,
      scopeOf(who, 'gateway:read'),
    ]);
    const row =
      known.length > 0
        ? await manager.findOne(GatewayRow, {
            where: { id },
            ...(purpose === 'lock' && { lock: { mode: 'pessimistic_write' as const } }),
          })
        : null;
    if (!row) throw notFound('cổng gửi tin này');
    if (purpose && !(await this.isOwn(who, row))) throw beyondYourAreas();
    return row;
  }

  private async isOwn(who: Principal, { areaId }: Pick<GatewayRow, 'areaId'>): Promise<boolean> {
    const scope = scopeOf(who, 'gateway:write');
    return scope === null || (areaId !== null && areInScope(this.source.manager, scope, [areaId]));
  }

  /** Whose an account shall be: an area that the caller administers, or nobody's in particular. */
  private async ownedArea(who: Principal, areaId: string | null): Promise<string | null> {
    const scope = scopeOf(who, 'gateway:write');
    if (areaId === null && scope !== null) throw beyondYourAreas();
    if (areaId !== null && !(await areInScope(this.source.manager, scope, [areaId])))
      throw invalidInput([{ path: 'areaId', message: 'không có địa bàn này' }]);
    return areaId;
  }

  /** Where an administrator of one area only adds an account without saying whose it is, it is that area's. */
  private onlyArea(who: Principal): string | null {
    const scope = scopeOf(who, 'gateway:write');
    return scope?.length === 1 ? scope[0]! : null;
  }

  private readConfig(kind: GatewayRow['kind'], config: unknown): Record<string, unknown> {
    const result = kindEntry(kind).config.safeParse(config);
    if (result.success) return result.data as Record<string, unknown>;
    throw invalidInput(
      result.error.issues.slice(0, 50).map((issue) => ({
        path: ['config', ...issue.path.map(String)].join('.'),
        message: issue.message,
      })),
    );
  }

  private requireSecrets(kind: GatewayRow['kind'], config: unknown, secrets: GatewaySecrets): void {
    const missing = kindEntry(kind)
      .secretNames(config)
      .filter((name) => !Object.hasOwn(secrets, name));
    if (missing.length === 0) return;
    throw invalidInput(
      missing.map((name) => ({ path: `secrets.${name}`, message: 'cổng này cần khóa bí mật này' })),
    );
  }

  private seal(id: string, secrets: GatewaySecrets): Buffer | null {
    return Object.keys(secrets).length === 0
      ? null
      : this.secrets.seal(JSON.stringify(secrets), secretOwner(id));
  }

  /** Secrets sealed under a SECRET_KEY that is lost count as not set: an administrator can give them again. */
  private known(row: GatewayRow): GatewaySecrets {
    try {
      return openSecrets(this.secrets, row.id, row.secrets);
    } catch (error) {
      if (error instanceof SecretBoxError) return {};
      throw error;
    }
  }

  private async naming<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError('gateway-name-taken', 'Đã có một cổng mang tên này.', 409);
    }
  }

  private async view(who: Principal, row: GatewayRow, stop: GatewayStop | undefined): Promise<GatewayView> {
    const entry = kindEntry(row.kind);
    const config = entry.config.parse(row.config);
    const isAdmin = await this.isOwn(who, row);
    return {
      id: row.id,
      name: row.name,
      areaId: row.areaId,
      kind: row.kind,
      channel: row.channel,
      state: stop && row.state === 'active' ? 'held' : row.state,
      failoverGatewayId: row.failoverGatewayId,
      sharePercent: row.sharePercent,
      replacedById: row.replacedById,
      heldReason: row.heldReason ?? (stop ? whyStopped(stop) : null),
      breaker: stop ? stopView(stop) : null,
      partsPerSecond: row.partsPerSecond,
      pricePerPartVnd: row.pricePerPartVnd,
      hours: row.hours as GatewayView['hours'],
      receiptHours: row.receiptHours,
      processingSeconds: row.processingSeconds,
      capabilities: { ...entry.capabilities(config) },
      config: isAdmin ? row.config : null,
      secretNames: isAdmin ? Object.keys(this.known(row)) : null,
      webhookUrl: isAdmin ? this.address.webhookUrl(row.id, row.webhookToken) : null,
      version: row.version,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}

function subjectOf({ id, areaId }: GatewayRow) {
  return { kind: 'gateway', id, areaIds: areaId === null ? undefined : [areaId] };
}

function merged(secrets: GatewaySecrets, change: Readonly<Record<string, string | null>>): GatewaySecrets {
  const entries = Object.entries({ ...secrets, ...change });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

function whyStopped({ state, reason, code, detail }: GatewayStop): string {
  const why = breakerSentence(state, reason, code);
  return detail === null ? why : `${why} Lần hỏi gần nhất: ${detail}`;
}

function stopView({ state, reason, code, since, retryAt }: GatewayStop): GatewayView['breaker'] {
  return { state, reason, code, since: since.toISOString(), retryAt: retryAt?.toISOString() ?? null };
}

function heldReason(state: GatewayRow['state']): string | null {
  if (state === 'draining') return 'Cổng gửi nốt các đợt đang chạy và không nhận đợt mới.';
  return state === 'held' ? 'Người quản trị tạm dừng cổng này.' : null;
}
