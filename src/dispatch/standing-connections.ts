import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { STANDING_KINDS } from '../gateway/gateway.registry.js';
import { GatewaysRepository } from '../gateway/gateways.repository.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';

/** A new account is connected, and a changed one again, within this. */
const LOOK_MS = 2_000;

/**
 * Keeps the connections of accounts that stand (SMPP binds) also while nothing is sent, because receipts and replies come
 * over them. In every worker: how many may stand at once is between the accounts and their operators.
 */
@Injectable()
export class StandingConnections implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly gateways: GatewaysRepository,
    private readonly pool: GatewayPool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => (this.looking ??= this.look().finally(() => (this.looking = null)));
    void look();
    this.timer = setInterval(() => void look(), LOOK_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      for (const gatewayId of await this.gateways.ofKinds(STANDING_KINDS)) await this.keep(gatewayId);
    } catch (error) {
      this.logger.warn({ event: 'connections.not-kept', error });
    }
  }

  private async keep(gatewayId: string): Promise<void> {
    try {
      const { gateway } = await this.pool.get(gatewayId);
      gateway.keepOpen?.();
    } catch (error) {
      this.logger.warn({ event: 'connection.not-kept', gatewayId, error });
    }
  }
}
