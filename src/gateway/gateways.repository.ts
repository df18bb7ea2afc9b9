import { Injectable } from '@nestjs/common';
import type { Hours } from '../domain/quiet-hours.js';
import { Sql } from '../platform/database/sql.js';
import type { Channel } from './gateway.js';

/** What changes often and must be fresh at every use. */
export interface GatewaySettings {
  id: string;
  name: string;
  channel: Channel;
  state: 'active' | 'held';
  partsPerSecond: number;
  pricePerPartVnd: number;
  hours: Hours | null;
  /** How long a receipt may take; after it an accepted message counts as expired. */
  receiptHours: number;
  /** How long the operator may sit on a request whose sender has hung up, before it takes it or drops it. */
  processingSeconds: number;
  version: number;
}

/** What an adapter is made of. */
export interface GatewayMaking {
  kind: string;
  config: unknown;
  secrets: Buffer | null;
  webhookToken: string;
}

const SETTINGS = /* sql */ `
  select id, name, channel, state, parts_per_second as "partsPerSecond", price_per_part_vnd as "pricePerPartVnd",
         hours, receipt_hours as "receiptHours", processing_seconds as "processingSeconds", version
    from gateways where id = $1`;

/** Reads accounts for those who send and listen; officials edit them through the entity. */
@Injectable()
export class GatewaysRepository {
  constructor(private readonly sql: Sql) {}

  /** One row by primary key, prepared: asked before every slice. */
  async settings(id: string): Promise<GatewaySettings | undefined> {
    const [row] = await this.sql.query<GatewaySettings>(SETTINGS, [id], 'gateway-settings');
    return row;
  }

  async making(id: string): Promise<(GatewayMaking & { version: number }) | undefined> {
    const [row] = await this.sql.query<GatewayMaking & { version: number }>(
      `select kind, config, secrets, webhook_token as "webhookToken", version from gateways where id = $1`,
      [id],
    );
    return row;
  }
}
