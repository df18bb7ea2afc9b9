import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { probeAfterMs } from '../domain/breaker.js';
import type { GatewayHealth } from '../gateway/gateway.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { BreakersRepository } from './breakers.repository.js';
import { probeGateway } from './probe.jobs.js';

/** An operator that has not answered by then does not work. */
const CHECK_TIMEOUT_MS = 15_000;

/**
 * Asks the operator of a stopped account whether it works, which sends no message. It is a job, not a sweep, because an
 * operator in trouble takes long to answer. Where it says yes, one message at a time may try.
 */
@Injectable()
@Processor(probeGateway.name, { concurrency: 4 })
export class ProbeGatewayProcessor extends WorkerHost implements OnModuleDestroy {
  private readonly abort = new AbortController();

  constructor(
    private readonly breakers: BreakersRepository,
    private readonly gateways: GatewayPool,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async process(job: Job): Promise<void> {
    const { gatewayId } = probeGateway.schema.parse(job.data);
    const probe = (await this.breakers.due()).find((each) => each.gatewayId === gatewayId);
    if (!probe) return;
    const nextMs = probeAfterMs(probe.tries + 1, Math.random(), this.config.BREAKER_SECONDS * 1000);
    if (!(await this.breakers.takeChance(probe, nextMs))) return;
    const health = await this.ask(gatewayId);
    this.logger.info({ event: 'gateway.asked', gatewayId, ok: health.ok, tries: probe.tries });
    if (!health.ok) return this.breakers.noteCheck(gatewayId, health.detail);
    if (await this.breakers.halfOpen(gatewayId)) await this.breakers.wake(gatewayId);
  }

  @OnWorkerEvent('failed')
  failed(_job: Job | undefined, error: Error): void {
    this.logger.error({ event: 'gateway.not-asked', error });
  }

  async onModuleDestroy(): Promise<void> {
    this.abort.abort();
    await this.worker.close();
  }

  private async ask(gatewayId: string): Promise<GatewayHealth> {
    try {
      const { gateway } = await this.gateways.get(gatewayId);
      return await gateway.check(AbortSignal.any([this.abort.signal, AbortSignal.timeout(CHECK_TIMEOUT_MS)]));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn({ event: 'gateway.not-asked', gatewayId, error });
      return { ok: false, detail: 'Chưa hỏi được nhà mạng: cấu hình của cổng không dùng được.' };
    }
  }
}
