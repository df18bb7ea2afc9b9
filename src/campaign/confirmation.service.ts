import { Injectable } from '@nestjs/common';
import type { CampaignState } from '../domain/campaign-states.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { Bell } from '../platform/queues/bell.js';
import { requireCampaign, subjectOf } from './campaign-access.js';
import { advanceCampaign } from './campaign.jobs.js';

/** The word of a person on a campaign whose hours passed while nothing ran. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
    private readonly bell: Bell,
  ) {}

  /**
   * Lets a campaign that asks start at `startAt`, or now.
   * Throws a 404, a 409 where it does not ask, and a 400 for a time that is over.
   */
  async confirm(
    who: Principal,
    id: string,
    startAt: Date | null,
  ): Promise<{ id: string; state: CampaignState }> {
    if (startAt && startAt.getTime() < Date.now()) {
      throw new DomainError('invalid-input', 'Thời điểm này đã qua; hãy chọn lúc khác, hoặc gửi ngay.', 400, [
        { path: 'startAt', message: 'đã qua' },
      ]);
    }
    const state = await this.sql.transaction(async (tx) => {
      await requireCampaign(tx, who, id, 'campaign:control');
      const [campaign] = await tx.query<{ state: CampaignState; asks: boolean; areaIds: string[] }>(
        'select state, needs_confirmation as asks, area_ids as "areaIds" from campaigns where id = $1 for update',
        [id],
      );
      if (!campaign) throw notFound('đợt tuyên truyền');
      if (!campaign.asks) {
        throw new DomainError('not-asking', 'Đợt tuyên truyền này không chờ ai xác nhận.', 409, undefined, {
          state: campaign.state,
        });
      }
      await tx.execute(
        `update campaigns
            set needs_confirmation = false, start_at = coalesce($2::timestamptz, now()), updated_at = now(),
                version = version + 1
          where id = $1`,
        [id, startAt],
      );
      await this.audit.record(tx, who, 'campaign.confirmed', subjectOf({ id, areaIds: campaign.areaIds }), {
        startAt: startAt?.toISOString() ?? 'now',
      });
      return campaign.state;
    });
    if (!startAt) await this.bell.ring(advanceCampaign, { campaignId: id });
    return { id, state };
  }
}
