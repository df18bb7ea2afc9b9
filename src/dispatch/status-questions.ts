import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type AttemptKey, mintReference, readReference } from '../domain/reference.js';
import type { Gateway, GatewayEvent, ReceiptEvent } from '../gateway/gateway.js';
import { GatewayPool } from '../gateway/gateway-pool.js';
import { isDatabaseAway } from '../platform/database/database-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Installation } from './installation.js';

/** The longest that one call may take … */
const CALL_TIMEOUT_MS = 10_000;
/** … and the time after which no more begin: one operator must not keep the questions to the others waiting. */
const ASKING_MS = 60_000;
/** After so many failures in a row the operator cannot be asked at the moment. One message may fail for its own sake. */
const FAILURES_IN_A_ROW = 3;

/** A try, and the operator's own name for it where it is known. */
export type AskedTry = AttemptKey & { operatorId?: string | null };

/** What an operator said about the tries it knows, by delivery. */
export type StatusAnswers = Map<string, ReceiptEvent>;

/** What came of asking about some tries: each of them is in one of the lists. */
export interface Asked<Try> {
  answers: StatusAnswers;
  /** Those whose question was answered: what has no answer among them the operator does not know. */
  answered: Try[];
  /** Those that the operator did not answer about: it cannot be asked at the moment. */
  failed: Try[];
  /** Those for which no time was left. It says nothing about them, nor about the operator. */
  unasked: Try[];
}

/** How an operator is asked: by which name of a try, and by which name it answers. */
interface Way {
  nameOf(each: AskedTry): string | null | undefined;
  nameIn(event: ReceiptEvent): string | null | undefined;
  ask(names: string[], signal: AbortSignal): Promise<GatewayEvent[]>;
}

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
   * Asks one account about some tries, by our references or by the operator's own ids. What it has answered counts, also
   * where a later question fails. Throws where the database is away.
   */
  async ask<Try extends AskedTry>(gatewayId: string, tries: readonly Try[]): Promise<Asked<Try>> {
    const asked: Asked<Try> = { answers: new Map(), answered: [], failed: [], unasked: [] };
    const account = await this.gateways.find(gatewayId);
    const way = account && this.wayOf(account.gateway);
    if (!way) return { ...asked, failed: [...tries] };
    const named = new Map<string, Try[]>();
    for (const each of tries) {
      const name = way.nameOf(each);
      // It gave it no name, so it cannot say anything about it.
      if (!name) asked.answered.push(each);
      else named.set(name, [...(named.get(name) ?? []), each]);
    }
    const names = [...named.keys()];
    const { perCall, atOnce } = account.gateway.questions ?? { perCall: 1, atOnce: 1 };
    const until = performance.now() + ASKING_MS;
    let failures = 0;
    let next = 0;
    while (next < names.length && failures < FAILURES_IN_A_ROW && performance.now() < until) {
      const calls = groupsOf(names.slice(next, next + perCall * atOnce), perCall);
      next += perCall * atOnce;
      const limit = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]);
      const ends = await Promise.allSettled(calls.map((call) => way.ask(call, limit)));
      for (const [index, end] of ends.entries()) {
        const about = calls[index]!.flatMap((name) => named.get(name)!);
        if (end.status === 'fulfilled') {
          failures = 0;
          asked.answered.push(...about);
          hear(way, end.value, named, asked.answers);
        } else {
          if (isDatabaseAway(end.reason)) throw end.reason;
          failures++;
          asked.failed.push(...about);
          this.logger.warn({ event: 'status.not-asked', gatewayId, count: about.length, error: end.reason });
        }
      }
      if (this.stopping.signal.aborted) break;
    }
    const rest = names.slice(next).flatMap((name) => named.get(name)!);
    asked[failures < FAILURES_IN_A_ROW ? 'unasked' : 'failed'].push(...rest);
    // The call was broken off by our own end: the operator has failed nobody.
    return this.stopping.signal.aborted
      ? { ...asked, failed: [], unasked: [...asked.failed, ...asked.unasked] }
      : asked;
  }

  private wayOf(gateway: Gateway): Way | undefined {
    const { statusQuery, statusById } = gateway.capabilities;
    const { prefix } = this.installation;
    if (statusQuery && gateway.queryStatus)
      return {
        nameOf: (each) => mintReference(prefix, each),
        nameIn: ({ reference = '' }) => {
          const key = readReference(prefix, reference);
          return key && mintReference(prefix, key);
        },
        ask: (names, signal) => gateway.queryStatus!(names, signal),
      };
    if (statusById && gateway.queryStatusById)
      return {
        nameOf: ({ operatorId }) => operatorId,
        nameIn: ({ operatorId }) => operatorId,
        ask: (names, signal) => gateway.queryStatusById!(names, signal),
      };
    return undefined;
  }
}

function hear(
  way: Way,
  events: readonly GatewayEvent[],
  named: ReadonlyMap<string, readonly AskedTry[]>,
  answers: StatusAnswers,
): void {
  for (const event of events) {
    if (event.type !== 'receipt') continue;
    const name = way.nameIn(event);
    if (name) for (const { deliveryId } of named.get(name) ?? []) answers.set(deliveryId, event);
  }
}

function groupsOf(names: readonly string[], size: number): string[][] {
  const groups: string[][] = [];
  for (let from = 0; from < names.length; from += size) groups.push(names.slice(from, from + size));
  return groups;
}
