/**
 * Owns the living adapters of one process: one for each operator account, with its connections.
 * Emits adapters with the account's settings as they stand in the database now.
 * Never keeps an adapter whose configuration or secrets have changed.
 */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { OutgoingGuard } from '../platform/http-client/outgoing-guard.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { BindSlotsRepository } from './bind-slots.repository.js';
import type { Gateway, GatewayEvent } from './gateway.js';
import type { GatewaySecrets } from './gateway-kind.js';
import { isGatewayKind, kindEntry } from './gateway.registry.js';
import { type GatewayMaking, GatewaysRepository, type GatewaySettings } from './gateways.repository.js';
import { PublicAddress } from './public-address.js';
import { ZaloHouse } from './zalo/zalo-house.service.js';
import type { Surroundings } from './surroundings.js';

/** An account, ready to send. */
export interface GatewayAccount {
  gateway: Gateway;
  /** Fresh: read at this very call. */
  settings: GatewaySettings;
  /** Where receipts shall come; null where the account reports none. */
  callbackUrl: string | null;
}

interface Living {
  gateway: Gateway;
  version: number;
  /** What it was made of; other columns may change without a new adapter. */
  fingerprint: string;
  webhookToken: string;
}

/** There is no such account, or its stored settings no longer fit the product. */
export class GatewayUnavailable extends Error {
  override readonly name = 'GatewayUnavailable';
}

/** Requests to an operator beyond these wait; a worker sends `SEND_CONCURRENCY` at once to each account. */
const MAX_CONNECTIONS = 512;

@Injectable()
export class GatewayPool implements OnApplicationShutdown {
  private readonly living = new Map<string, Living>();
  private readonly making = new Map<string, Promise<Living>>();
  private hear: (gatewayId: string, events: readonly GatewayEvent[]) => Promise<void> = () =>
    Promise.reject(new Error('nobody stores what operators say in this process'));

  constructor(
    private readonly gateways: GatewaysRepository,
    private readonly secrets: SecretBox,
    private readonly address: PublicAddress,
    private readonly house: ZaloHouse,
    private readonly binds: BindSlotsRepository,
    private readonly guard: OutgoingGuard,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Where events go that come over standing connections. It resolves once they are stored. */
  hearWith(hear: (gatewayId: string, events: readonly GatewayEvent[]) => Promise<void>): void {
    this.hear = hear;
  }

  /**
   * The account as it is now: one indexed read, and a new adapter only when its configuration has changed. Callers in
   * flight keep the adapter they have; a replaced one closes when its last answer is in.
   * Throws GatewayUnavailable.
   */
  async get(gatewayId: string): Promise<GatewayAccount> {
    const settings = await this.gateways.settings(gatewayId);
    if (!settings) {
      this.retire(gatewayId);
      throw new GatewayUnavailable(`there is no gateway ${gatewayId}`);
    }
    const { gateway, webhookToken } = await this.adapter(gatewayId, settings.version);
    const reports = gateway.capabilities.receipts === 'push';
    return {
      gateway,
      settings,
      callbackUrl: reports ? this.address.webhookUrl(gatewayId, webhookToken) : null,
    };
  }

  /** As `get`, or undefined where the account cannot be used at the moment: it is gone, or its settings are not valid. */
  async find(gatewayId: string): Promise<GatewayAccount | undefined> {
    try {
      return await this.get(gatewayId);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn({ event: 'gateway.unavailable', gatewayId, error });
      return undefined;
    }
  }

  /** The adapter and the webhook token of an account, or undefined where there is none. For incoming calls. */
  async listener(gatewayId: string): Promise<{ gateway: Gateway; webhookToken: string } | undefined> {
    const settings = await this.gateways.settings(gatewayId);
    return settings && this.adapter(gatewayId, settings.version);
  }

  async onApplicationShutdown(): Promise<void> {
    const gateways = [...this.living.values()].map(({ gateway }) => gateway.close());
    this.living.clear();
    await Promise.all(gateways);
  }

  private async adapter(gatewayId: string, version: number): Promise<Living> {
    const known = this.living.get(gatewayId);
    if (known?.version === version) return known;
    let making = this.making.get(gatewayId);
    if (!making) {
      making = this.renew(gatewayId).finally(() => this.making.delete(gatewayId));
      this.making.set(gatewayId, making);
    }
    return making;
  }

  private async renew(gatewayId: string): Promise<Living> {
    const row = await this.gateways.making(gatewayId);
    if (!row) throw new GatewayUnavailable(`there is no gateway ${gatewayId}`);
    const fingerprint = fingerprintOf(row);
    const known = this.living.get(gatewayId);
    if (known?.fingerprint === fingerprint) {
      known.version = row.version;
      return known;
    }
    const gateway = this.create(gatewayId, row);
    const made = { gateway, version: row.version, fingerprint, webhookToken: row.webhookToken };
    this.retire(gatewayId);
    this.living.set(gatewayId, made);
    return made;
  }

  private create(gatewayId: string, row: GatewayMaking): Gateway {
    if (!isGatewayKind(row.kind)) throw new GatewayUnavailable(`gateway ${gatewayId} is of an unknown kind`);
    const entry = kindEntry(row.kind);
    const config = entry.config.safeParse(row.config);
    if (!config.success)
      throw new GatewayUnavailable(`the configuration of gateway ${gatewayId} is not valid any more`);
    const defaults = {
      connections: Math.min(this.config.SEND_CONCURRENCY, MAX_CONNECTIONS),
      answerTimeoutMs: this.config.SEND_TIMEOUT_SECONDS * 1000,
      guard: this.guard,
    };
    const secrets = openSecrets(this.secrets, gatewayId, row.secrets);
    const house = this.house.of(row.areaId);
    return entry.create(config.data, secrets, defaults, house, this.surroundings(gatewayId));
  }

  private surroundings(gatewayId: string): Surroundings {
    return {
      gatewayId,
      takeBind: (limit) => this.binds.take(gatewayId, limit),
      boundElsewhere: () => this.binds.bound(gatewayId),
      hear: (events) => this.hear(gatewayId, events),
      logger: this.logger,
    };
  }

  private retire(gatewayId: string): void {
    const old = this.living.get(gatewayId);
    if (!old) return;
    this.living.delete(gatewayId);
    old.gateway
      .close()
      .catch((error: unknown) => this.logger.warn({ event: 'gateway.not-closed', gatewayId, error }));
  }
}

/** The owner under which a gateway's secrets are sealed. */
export function secretOwner(gatewayId: string): string {
  return `gateway:${gatewayId}`;
}

/** Throws SecretBoxError where they were sealed under another key. */
export function openSecrets(box: SecretBox, gatewayId: string, sealed: Buffer | null): GatewaySecrets {
  return sealed === null ? {} : (JSON.parse(box.open(sealed, secretOwner(gatewayId))) as GatewaySecrets);
}

function fingerprintOf({ kind, areaId, config, secrets, webhookToken }: GatewayMaking): string {
  return JSON.stringify([kind, areaId, config, secrets?.toString('base64') ?? null, webhookToken]);
}
