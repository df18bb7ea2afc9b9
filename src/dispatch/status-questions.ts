import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type AttemptKey, mintReference, readReference } from '../domain/reference.js';
import type { ReceiptEvent } from '../gateway/gateway.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Installation } from './installation.js';

/** One operator must not keep the questions to the others waiting for longer. */
const ASK_TIMEOUT_MS = 30_000;

/** What an operator answered about the tries it knows, by delivery; it knows nothing of the others. */
export type StatusAnswers = Map<string, ReceiptEvent>;

/** Asks operators by our references what became of tries. */
@Injectable()
export class StatusQuestions implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly gateways: GatewayPool,
    private readonly installation: Installation,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Asks one account about some tries; undefined where it cannot be asked at the moment. */
  async ask(gatewayId: string, tries: readonly AttemptKey[]): Promise<StatusAnswers | undefined> {
    const { prefix } = this.installation;
    const asked = new Map(tries.map((each) => [each.deliveryId, each.attempt]));
    const references = tries.map((each) => mintReference(prefix, each));
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
    try {
      const { gateway } = await this.gateways.get(gatewayId);
      if (!gateway.capabilities.statusQuery || !gateway.queryStatus) return undefined;
      const events = await gateway.queryStatus(references, signal);
      const answers: StatusAnswers = new Map();
      for (const event of events) {
        if (event.type !== 'receipt' || event.reference === undefined) continue;
        const key = readReference(prefix, event.reference);
        if (key && asked.get(key.deliveryId) === key.attempt) answers.set(key.deliveryId, event);
      }
      return answers;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn({ event: 'status.not-asked', gatewayId, count: tries.length, error });
      return undefined;
    }
  }
}
