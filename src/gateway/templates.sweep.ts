import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Sweeper } from '../platform/sweeper/sweeper.js';
import { DailyQuotaRepository } from './daily-quota.repository.js';
import { GATEWAY_KINDS, kindEntry } from './gateway.registry.js';
import { TemplatesRepository } from './templates.repository.js';
import { TemplatesService } from './templates.service.js';

/** How often it is looked whose templates are a day old. */
const LOOK_MS = 60_000;

/** Reads the templates of every account once a day. */
@Injectable()
export class TemplatesSweep implements OnModuleInit, OnModuleDestroy {
  /** Operators may take their time: the other sweeps do not wait for them. */
  private running: Promise<void> | null = null;
  private lookedAt = -Infinity;

  constructor(
    private readonly sweeper: Sweeper,
    private readonly templates: TemplatesRepository,
    private readonly service: TemplatesService,
    private readonly quotas: DailyQuotaRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const kinds = GATEWAY_KINDS.filter((kind) => kindEntry(kind).hasTemplates);
    this.sweeper.register('templates', async () => {
      if (this.running || performance.now() - this.lookedAt < LOOK_MS) return;
      this.lookedAt = performance.now();
      await this.quotas.forgetOldDays();
      const due = await this.templates.due(kinds);
      if (due.length > 0) this.running = this.syncAll(due).finally(() => (this.running = null));
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.running;
  }

  private async syncAll(gatewayIds: readonly string[]): Promise<void> {
    for (const gatewayId of gatewayIds) {
      await this.service
        .syncDue(gatewayId)
        .catch((error: unknown) => this.logger.error({ event: 'templates.not-synced', gatewayId, error }));
    }
  }
}
