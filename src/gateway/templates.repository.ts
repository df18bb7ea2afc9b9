import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';
import type { GatewayTemplate } from './gateway.js';

/** A template as it was at the last sync. */
export interface StoredTemplate extends GatewayTemplate {
  syncedAt: Date;
  /** When the operator stopped listing it. */
  removedAt: Date | null;
}

const DAY = `interval '24 hours'`;
/** An operator that could not be asked is asked again after this. */
const AGAIN = `interval '1 hour'`;

/** Templates of accounts, as their operators had them at the last sync. */
@Injectable()
export class TemplatesRepository {
  constructor(private readonly sql: Sql) {}

  /** Keeps what the operator lists; what it no longer lists stays, marked. */
  async store(gatewayId: string, templates: readonly GatewayTemplate[]): Promise<void> {
    const column = <Key extends keyof GatewayTemplate>(key: Key) => templates.map((each) => each[key]);
    await this.sql.transaction(async (tx) => {
      await tx.execute(
        `insert into gateway_templates (gateway_id, template_id, name, status, tag, quality, params, price_vnd,
                                        timeout_seconds, preview_url)
         select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[],
                                    $8::integer[], $9::integer[], $10::text[]) as r
         on conflict (gateway_id, template_id) do update
            set name = excluded.name, status = excluded.status, tag = excluded.tag, quality = excluded.quality,
                params = excluded.params, price_vnd = excluded.price_vnd, timeout_seconds = excluded.timeout_seconds,
                preview_url = excluded.preview_url, synced_at = now(), removed_at = null`,
        [
          gatewayId,
          column('id'),
          column('name'),
          column('status'),
          column('tag'),
          column('quality'),
          templates.map((each) => JSON.stringify(each.params)),
          column('priceVnd'),
          column('timeoutSeconds'),
          column('previewUrl'),
        ],
      );
      await tx.execute(
        `update gateway_templates set removed_at = coalesce(removed_at, now())
          where gateway_id = $1 and template_id <> all($2::text[])`,
        [gatewayId, column('id')],
      );
      await tx.execute(
        `insert into gateway_template_syncs as s (gateway_id, due_at, synced_at) values ($1, now() + ${DAY}, now())
         on conflict (gateway_id) do update set due_at = excluded.due_at, synced_at = excluded.synced_at, error = null`,
        [gatewayId],
      );
    });
  }

  /** Notes that the operator could not be asked. */
  async failed(gatewayId: string, error: string): Promise<void> {
    await this.sql.execute(
      `insert into gateway_template_syncs as s (gateway_id, due_at, error) values ($1, now() + ${AGAIN}, $2)
       on conflict (gateway_id) do update set due_at = excluded.due_at, error = excluded.error`,
      [gatewayId, error],
    );
  }

  async of(gatewayId: string): Promise<StoredTemplate[]> {
    return this.sql.query<StoredTemplate & Record<string, unknown>>(
      `select template_id as id, name, status, tag, quality, params, price_vnd as "priceVnd",
              timeout_seconds as "timeoutSeconds", preview_url as "previewUrl", synced_at as "syncedAt",
              removed_at as "removedAt"
         from gateway_templates where gateway_id = $1 order by removed_at nulls first, status <> 'ENABLE', name, template_id`,
      [gatewayId],
    );
  }

  /** When an account was last synced, and what went wrong since. */
  async syncOf(gatewayId: string): Promise<{ syncedAt: Date | null; error: string | null }> {
    const [row] = await this.sql.query<{ syncedAt: Date | null; error: string | null }>(
      'select synced_at as "syncedAt", error from gateway_template_syncs where gateway_id = $1',
      [gatewayId],
    );
    return row ?? { syncedAt: null, error: null };
  }

  /** Accounts of these kinds whose templates are due to be read again: once a day. */
  async due(kinds: readonly string[]): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select g.id from gateways g left join gateway_template_syncs s on s.gateway_id = g.id
        where g.kind = any($1) and g.state = 'active' and coalesce(s.due_at, '-infinity') <= now()`,
      [kinds],
    );
    return rows.map(({ id }) => id);
  }

  /** Another worker need not read them as well. */
  async postpone(gatewayId: string): Promise<void> {
    await this.sql.execute(
      `insert into gateway_template_syncs (gateway_id, due_at) values ($1, now() + ${AGAIN})
       on conflict (gateway_id) do update set due_at = excluded.due_at`,
      [gatewayId],
    );
  }

  /** The operator says that something has changed. */
  async syncSoon(gatewayIds: readonly string[]): Promise<void> {
    await this.sql.execute(
      'update gateway_template_syncs set due_at = now() where gateway_id = any($1::bigint[])',
      [gatewayIds],
    );
  }
}
