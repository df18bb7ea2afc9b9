import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { Sweeper } from '../../platform/sweeper/sweeper.js';
import { GatewayError } from '../gateway-error.js';
import { openSecrets } from '../gateway-pool.js';
import { GatewaysRepository } from '../gateways.repository.js';
import type { ZaloApp } from './zalo-account.schema.js';
import { ZaloGrantsRepository } from './zalo-grants.repository.js';
import { ZaloTokensService } from './zalo-tokens.service.js';

/** Renews tokens before they die, also while nothing is being sent; and holds accounts whose last token has died. */
@Injectable()
export class ZaloTokensSweep implements OnModuleInit, OnModuleDestroy {
  /** Zalo may take its time: the other sweeps do not wait for it. */
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly sweeper: Sweeper,
    private readonly grants: ZaloGrantsRepository,
    private readonly gateways: GatewaysRepository,
    private readonly tokens: ZaloTokensService,
    private readonly box: SecretBox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('zalo-tokens', () => this.sweep());
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private async sweep(): Promise<void> {
    for (const { gatewayId, ...key } of await this.grants.due()) {
      const name = Object.values(key).join(' ');
      if (this.running.has(name)) continue;
      const renewal = this.renew(key.ownerId, gatewayId).finally(() => this.running.delete(name));
      this.running.set(name, renewal);
    }
    for (const dead of await this.grants.dead()) await this.grants.hold(dead, false);
  }

  private async renew(ownerId: string, gatewayId: string): Promise<void> {
    try {
      const row = await this.gateways.making(gatewayId);
      if (!row) return;
      const { appId, oaId, oauthUrl } = row.config as ZaloApp;
      const { appSecret = '' } = openSecrets(this.box, gatewayId, row.secrets);
      await this.tokens.renewDue({ ownerId, appId, oaId, oauthUrl, appSecret });
    } catch (error) {
      // What Zalo said is noted and logged where it was said.
      if (error instanceof GatewayError) return;
      this.logger.error({ event: 'zalo.tokens-not-renewed', gatewayId, error });
    }
  }
}
