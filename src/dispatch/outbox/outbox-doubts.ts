import { Inject, Injectable } from '@nestjs/common';
import {
  ASK_FOR_SECONDS,
  askLaterSeconds,
  longestRequestSeconds,
  nextAskSeconds,
} from '../../domain/doubt.js';
import { mintOutboxReference, readOutboxReference } from '../../domain/reference.js';
import { GatewayPool } from '../../gateway/gateway-pool.js';
import { isDatabaseAway } from '../../platform/database/database-error.js';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Installation } from '../installation.js';
import { OperatorWords } from '../operator-words.js';
import { type OutboxDoubt, OutboxRepository } from './outbox.repository.js';

const ASK_TIMEOUT_MS = 15_000;

/** Asks operators about single messages in doubt; what they know goes the way of a receipt. */
@Injectable()
export class OutboxDoubts {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly gateways: GatewayPool,
    private readonly installation: Installation,
    private readonly words: OperatorWords,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Asks about everything that is due. */
  async askDue(): Promise<void> {
    for (const doubt of await this.outbox.dueDoubts()) {
      try {
        await this.ask(doubt);
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        this.logger.warn({ event: 'outbox.not-asked', outboxId: doubt.id, error });
        const at = askLaterSeconds(doubt.ageSeconds);
        await this.outbox.putOff(doubt, at === null ? null : at - doubt.ageSeconds);
      }
    }
  }

  private async ask(doubt: OutboxDoubt): Promise<void> {
    const { gateway, settings } = await this.gateways.get(doubt.gatewayId);
    if (!gateway.capabilities.statusQuery || !gateway.queryStatus || doubt.ageSeconds > ASK_FOR_SECONDS) {
      await this.outbox.putOff(doubt, null);
      return;
    }
    const { prefix } = this.installation;
    const reference = mintOutboxReference(prefix, { outboxId: doubt.id, attempt: doubt.attempt });
    const events = await gateway.queryStatus([reference], AbortSignal.timeout(ASK_TIMEOUT_MS));
    const ours = events.filter(
      (event) =>
        event.type === 'receipt' &&
        event.reference !== undefined &&
        readOutboxReference(prefix, event.reference)?.outboxId === doubt.id,
    );
    if (ours.length > 0) await this.words.add(doubt.gatewayId, ours);
    // The end of a dead worker's request was not seen, only bounded.
    const finalAfter = settings.processingSeconds + longestRequestSeconds(this.config.SEND_TIMEOUT_SECONDS);
    const isUnknown = ours.length === 0 && gateway.capabilities.unknownMeansNotSent;
    if (isUnknown && doubt.ageSeconds >= finalAfter) {
      await this.outbox.sendAnew(doubt);
      return;
    }
    const at = nextAskSeconds(doubt.ageSeconds, finalAfter);
    await this.outbox.putOff(doubt, at === null ? null : at - doubt.ageSeconds);
  }
}
