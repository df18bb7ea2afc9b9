import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type AttemptKey, mintReference, readReference } from '../domain/reference.js';
import type { Gateway, ReceiptEvent } from '../gateway/gateway.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Installation } from './installation.js';

/** One operator must not keep the questions to the others waiting for longer. */
const ASK_TIMEOUT_MS = 30_000;
const IDS_AT_ONCE = 50;

/** A try, and the operator's own name for it where it is known. */
export type AskedTry = AttemptKey & { operatorId?: string | null };

/** What an operator answered about the tries it knows, by delivery; it knows nothing of the others. */
export type StatusAnswers = Map<string, ReceiptEvent>;

/** Asks operators what became of tries. */
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

  /**
   * Asks one account about some tries, by our references or by the operator's own ids; undefined where it cannot be
   * asked at the moment.
   */
  async ask(gatewayId: string, tries: readonly AskedTry[]): Promise<StatusAnswers | undefined> {
    try {
      const { gateway } = await this.gateways.get(gatewayId);
      const { statusQuery, statusById } = gateway.capabilities;
      if (statusQuery && gateway.queryStatus) return await this.askByReference(gateway, tries);
      if (statusById && gateway.queryStatusById) return await this.askById(gateway, tries);
      return undefined;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.logger.warn({ event: 'status.not-asked', gatewayId, count: tries.length, error });
      return undefined;
    }
  }

  private async askByReference(gateway: Gateway, tries: readonly AskedTry[]): Promise<StatusAnswers> {
    const { prefix } = this.installation;
    const asked = new Map(tries.map((each) => [each.deliveryId, each.attempt]));
    const references = tries.map((each) => mintReference(prefix, each));
    const answers: StatusAnswers = new Map();
    for (const event of await gateway.queryStatus!(references, this.limit())) {
      if (event.type !== 'receipt' || event.reference === undefined) continue;
      const key = readReference(prefix, event.reference);
      if (key && asked.get(key.deliveryId) === key.attempt) answers.set(key.deliveryId, event);
    }
    return answers;
  }

  /** Such operators answer one id a call: a few at a time, each group within its own limit. */
  private async askById(gateway: Gateway, tries: readonly AskedTry[]): Promise<StatusAnswers> {
    const asked = new Map(
      tries.flatMap((each) => (each.operatorId ? [[each.operatorId, each.deliveryId] as const] : [])),
    );
    const ids = [...asked.keys()];
    const answers: StatusAnswers = new Map();
    for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
      const events = await gateway.queryStatusById!(ids.slice(from, from + IDS_AT_ONCE), this.limit());
      for (const event of events) {
        const deliveryId = event.type === 'receipt' && event.operatorId && asked.get(event.operatorId);
        if (deliveryId && event.type === 'receipt') answers.set(deliveryId, event);
      }
    }
    return answers;
  }

  private limit(): AbortSignal {
    return AbortSignal.any([this.stopping.signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
  }
}
