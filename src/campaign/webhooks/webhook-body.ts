import { Injectable } from '@nestjs/common';
import { Sql } from '../../platform/database/sql.js';
import { AccountRepository } from '../account.repository.js';

/** What is to be told, to whom. */
export interface ToTell {
  id: string;
  event: string;
  subjectId: string | null;
  areaId: string | null;
  occurredAt: Date;
}

/**
 * What another program is told: ids, states and counts. Never a phone number, a name or what a household wrote: who may know
 * those asks for them with an API key.
 */
@Injectable()
export class WebhookBody {
  constructor(
    private readonly sql: Sql,
    private readonly accounts: AccountRepository,
  ) {}

  async of(told: ToTell): Promise<string> {
    const data = await this.dataOf(told);
    return JSON.stringify({ type: told.event, timestamp: told.occurredAt.toISOString(), data });
  }

  private async dataOf({ event, subjectId, areaId }: ToTell): Promise<unknown> {
    if (event === 'campaign.finished' && subjectId !== null) {
      const [campaign] = await this.sql.query<{ state: string; title: string }>(
        'select state, title from campaigns where id = $1',
        [subjectId],
      );
      const accounts = await this.accounts.of([subjectId], areaId === null ? null : [areaId]);
      return { campaignId: subjectId, ...campaign, account: accounts.get(subjectId) };
    }
    if (event === 'reply.received') {
      const [reply] = await this.sql.query<Record<string, unknown>>(
        `select id as "replyId", campaign_id as "campaignId", household_id as "householdId", area_id as "areaId", channel,
                intent, needs_person as "needsPerson", received_at as "receivedAt" from replies where id = $1`,
        [subjectId],
      );
      return reply ?? { replyId: subjectId };
    }
    return { message: 'Tin thử từ Loa Luật' };
  }
}
