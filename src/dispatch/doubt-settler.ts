import { Inject, Injectable } from '@nestjs/common';
import { ASK_FOR_SECONDS, askLaterSeconds, longestRequestSeconds, nextAskSeconds } from '../domain/doubt.js';
import type { GatewaySettings } from '../gateway/gateways.repository.js';
import { type GatewayAccount, GatewayPool } from '../gateway/gateway-pool.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { type DueDoubt, DoubtsRepository } from './doubts.repository.js';
import { OperatorWords } from './operator-words.js';
import { Reopening } from './reopening.js';
import { type StatusAnswers, StatusQuestions } from './status-questions.js';

/** Doubts that are looked at together. */
const BATCH = 1_000;
/** A doubt that a repeat is to settle is looked at again after this, in case the repeat is given up. */
const WHILE_REPEATED_SECONDS = 3_600;
/** So often a delivery is sent again because the operator does not know it; then its trouble is a person's to look at. */
const MOST_SENT_ANEW = 5;

/**
 * Leads deliveries out of doubt without a person, by asking their operator (DESIGN §5.3). What the operator knows goes
 * the way of a receipt; what it certainly never had is planned anew.
 */
@Injectable()
export class DoubtSettler {
  constructor(
    private readonly sql: Sql,
    private readonly doubts: DoubtsRepository,
    private readonly gateways: GatewayPool,
    private readonly questions: StatusQuestions,
    private readonly words: OperatorWords,
    private readonly reopening: Reopening,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Looks at the doubts that are due, up to a thousand; answers whether there may be more. */
  async settleDue(): Promise<boolean> {
    const due = await this.doubts.due(BATCH);
    const open = due.filter((doubt) => !doubt.isSettled);
    await this.doubts.forgetSettled(ids(due.filter((doubt) => doubt.isSettled)));
    const repeated = open.filter((doubt) => doubt.isToRepeat);
    await this.putOff(repeated, () => WHILE_REPEATED_SECONDS);
    const unclear = open.filter((doubt) => !doubt.isToRepeat);
    const gatewayIds = [...new Set(unclear.map((doubt) => doubt.gatewayId))];
    // Side by side, so that an operator that does not answer holds up nobody but itself.
    await Promise.all(
      gatewayIds.map((id) =>
        this.settleAt(
          id,
          unclear.filter((doubt) => doubt.gatewayId === id),
        ),
      ),
    );
    return due.length === BATCH;
  }

  private async settleAt(gatewayId: string, doubts: readonly DueDoubt[]): Promise<void> {
    const account = await this.gateways.find(gatewayId);
    const isForPerson = (doubt: DueDoubt) =>
      account?.gateway.capabilities.statusQuery === false || doubt.ageSeconds > ASK_FOR_SECONDS;
    // A try that was repeated had more than one request, and a late answer to one of them says nothing of the others.
    const hadOneRequest = account?.gateway.capabilities.idempotencyWindowSeconds === 0;
    const neverLeft = doubts.filter((doubt) => hadOneRequest && doubt.neverLeft);
    const anew = await this.sendAnew(neverLeft, 0);
    const open = doubts.filter((doubt) => !anew.has(doubt.deliveryId));
    await this.putOff(open.filter(isForPerson), () => null);
    const asked = open.filter((doubt) => !isForPerson(doubt));
    if (asked.length === 0) return;
    const { answers, answered, failed, unasked } = await this.questions.ask(gatewayId, asked);
    await this.putOff([...failed, ...unasked], ({ ageSeconds }) =>
      until(askLaterSeconds(ageSeconds), ageSeconds),
    );
    if (!account || answered.length === 0) return;
    await this.hear(gatewayId, answered, answers);
    const unknown = answered.filter((doubt) => !answers.has(doubt.deliveryId));
    const settled = account.gateway.capabilities.unknownMeansNotSent
      ? await this.sendUnknown(account, unknown)
      : new Set();
    const left = answered.filter((doubt) => !settled.has(doubt.deliveryId));
    await this.putOff(left, (doubt) =>
      until(nextAskSeconds(doubt.ageSeconds, this.finalAfter(account.settings, doubt)), doubt.ageSeconds),
    );
  }

  private async hear(gatewayId: string, asked: readonly DueDoubt[], answers: StatusAnswers): Promise<void> {
    await this.doubts.learnOperatorIds(
      asked.flatMap(({ deliveryId, attempt }) => {
        const operatorId = answers.get(deliveryId)?.operatorId;
        return operatorId === undefined ? [] : [{ deliveryId, attempt, operatorId }];
      }),
    );
    await this.words.add(gatewayId, [...answers.values()]);
  }

  /** Sends anew what the operator does not know, where it has had its time; answers what it did. */
  private async sendUnknown(
    { settings }: GatewayAccount,
    unknown: readonly DueDoubt[],
  ): Promise<Set<string>> {
    const isFinal = (doubt: DueDoubt) =>
      doubt.ageSeconds >= this.finalAfter(settings, doubt) && doubt.timesUnknown < MOST_SENT_ANEW;
    return this.sendAnew(unknown.filter(isFinal), settings.processingSeconds);
  }

  /** The age at which "I do not know it" is believed. The end of a dead worker's requests was not seen, only bounded. */
  private finalAfter(settings: GatewaySettings, { isOrphan }: DueDoubt): number {
    const bound = isOrphan ? longestRequestSeconds(this.config.SEND_TIMEOUT_SECONDS) : 0;
    return settings.processingSeconds + bound;
  }

  private async sendAnew(doubts: readonly DueDoubt[], minAgeSeconds: number): Promise<Set<string>> {
    if (doubts.length === 0) return new Set();
    const campaignIds = [...new Set(doubts.map((doubt) => doubt.campaignId))];
    const sent = await this.sql.transaction(async (tx) => {
      await this.reopening.lock(tx, campaignIds);
      const planned = await this.doubts.sendAnew(tx, ids(doubts), minAgeSeconds);
      await this.reopening.reopen(tx, planned);
      return planned;
    });
    this.logger.info({ event: 'doubts.sent-anew', asked: doubts.length, planned: sent.length });
    return new Set(sent);
  }

  private async putOff(
    doubts: readonly DueDoubt[],
    seconds: (doubt: DueDoubt) => number | null,
  ): Promise<void> {
    await this.doubts.putOff(
      doubts.map((doubt) => ({ deliveryId: doubt.deliveryId, inSeconds: seconds(doubt) })),
    );
  }
}

function ids(doubts: readonly DueDoubt[]): string[] {
  return doubts.map((doubt) => doubt.deliveryId);
}

/** Seconds from an age to a later one. */
function until(at: number | null, ageSeconds: number): number | null {
  return at === null ? null : Math.max(0, at - ageSeconds);
}
