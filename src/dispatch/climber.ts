import { Inject, Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { type DueClimb, type Ladder, LadderRepository, type NextTry } from './ladder.repository.js';
import { Reopening } from './reopening.js';

const BATCH = 500;

/**
 * Takes deliveries to their household's next phone, or to the campaign's next rung, when the operator took the message
 * and it has failed for good after that: by its receipt, or because its rung's time is over without one (DESIGN §5.8).
 */
@Injectable()
export class Climber {
  constructor(
    private readonly sql: Sql,
    private readonly ladder: LadderRepository,
    private readonly reopening: Reopening,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Notes what is overdue, then decides everything that was noted. */
  async climbDue(): Promise<void> {
    while (await this.ladder.noteOverdue());
    await this.climbNoted();
  }

  /** Decides everything that was noted and about which nobody is to be asked any more. */
  async climbNoted(): Promise<void> {
    while ((await this.sql.transaction((tx) => this.climbSome(tx))) === BATCH);
  }

  private async climbSome(tx: Queryable): Promise<number> {
    const due = await this.ladder.due(tx, BATCH);
    if (due.length === 0) return 0;
    const campaignIds = [...new Set(due.map((each) => each.campaignId))];
    await this.reopening.lock(tx, campaignIds);
    const climbs: { deliveryId: string; next: NextTry; why: string }[] = [];
    const stay = { undelivered: [] as string[], late: [] as string[] };
    for (const group of groups(due)) {
      const [campaign] = await tx.query<Ladder & { state: string }>(
        'select per_household as "perHousehold", steps, state from campaigns where id = $1',
        [group.campaignId],
      );
      const next =
        campaign!.state === 'cancelled'
          ? new Map<string, NextTry>()
          : await this.ladder.next(
              campaign!,
              group.deliveryIds,
              group.step,
              group.why === 'deadline' ? 'rung' : 'contact',
              tx,
            );
      for (const deliveryId of group.deliveryIds) {
        const way = next.get(deliveryId);
        if (way) climbs.push({ deliveryId, next: way, why: group.why });
        else stay[group.why === 'deadline' ? 'late' : 'undelivered'].push(deliveryId);
      }
    }
    await this.ladder.climb(tx, climbs);
    await this.ladder.stay(tx, stay);
    if (climbs.length > 0)
      await this.reopening.reopen(
        tx,
        climbs.map((each) => each.deliveryId),
      );
    this.logger.info({
      event: 'ladder.climbed',
      climbed: climbs.length,
      ended: stay.undelivered.length,
      late: stay.late.length,
    });
    return due.length;
  }
}

interface Group {
  campaignId: string;
  step: number;
  why: DueClimb['why'];
  deliveryIds: string[];
}

function groups(due: readonly DueClimb[]): Group[] {
  const byKey = new Map<string, Group>();
  for (const { campaignId, step, why, deliveryId } of due) {
    const key = `${campaignId}/${step}/${why}`;
    const group = byKey.get(key) ?? { campaignId, step, why, deliveryIds: [] };
    group.deliveryIds.push(deliveryId);
    byKey.set(key, group);
  }
  return [...byKey.values()];
}
