import { Injectable } from '@nestjs/common';
import { type ApprovalRefusal, type Forecast, judgeApproval } from '../domain/approval.js';
import { approvalRights } from '../identity/approval-rights.js';
import { SYSTEM, type Principal } from '../identity/permissions.js';
import { DomainError } from '../platform/http/domain-error.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { type ExpectedCost, paysFor, refuseOverspending, storeForecast } from './budgets.repository.js';
import { PreviewService } from './preview.service.js';

/** What a release looks at. */
export interface ToRelease {
  /** `user:3`, as in `created_by`. */
  authors: readonly string[];
  areaIds: readonly string[];
}

/** What a campaign is expected to be, with its cost in each area. */
export type Expected = Forecast & ExpectedCost;

/** What was looked at before a release: which version, and what it is expected to be; null where nobody set a limit. */
export interface Forecasted {
  version: number;
  expected: Expected | null;
}

/** What the trail says of a release beside its word. */
export type ReleaseFacts = Readonly<Record<string, number | boolean>>;

const REFUSALS: Record<ApprovalRefusal, string> = {
  author: 'Người soạn không được tự duyệt; hãy nhờ một người duyệt khác.',
  'borrowed-from-author': 'Quyền duyệt do chính người soạn ủy quyền không dùng được cho đợt này.',
  'too-many-households': 'Số hộ của đợt này vượt mức bạn được duyệt; hãy nhờ người có mức cao hơn.',
  'too-expensive': 'Chi phí của đợt này vượt mức bạn được duyệt; hãy nhờ người có mức cao hơn.',
};

/** Whether somebody may release a campaign: never its author, within limits, within the price limit and the budgets. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly sql: Sql,
    private readonly previews: PreviewService,
  ) {}

  /**
   * What the campaign is expected to be, where anything depends on it: every message is rendered for that, which takes
   * seconds for a large audience, so no lock is held meanwhile: whoever releases compares the version afterwards. Null where
   * there is no such campaign.
   */
  async forecast(who: Principal, id: string): Promise<Forecasted | null> {
    const [asked] = await this.sql.query<{ isAsked: boolean; version: number }>(
      `select c.version, c.cost_limit_vnd is not null
           or exists (select 1 from memberships m where m.role = 'approver'
                       and (m.max_households is not null or m.max_cost_vnd is not null)
                       and (m.user_id = $2 or m.user_id in (select from_user_id from delegations where to_user_id = $2)))
           or exists (select 1 from budgets b where ${paysFor('c.area_ids')}) as "isAsked"
         from campaigns c where c.id = $1`,
      [id, who.userId],
    );
    if (!asked) return null;
    const { version, isAsked } = asked;
    if (!isAsked) return { version, expected: null };
    const { preview, costByArea } = await this.previews.withAreas(SYSTEM, id);
    const expected = { households: preview.deliveries, costVnd: preview.costVnd, costByArea };
    return { version, expected };
  }

  /** Throws a 403 for who may not, a 409 for what would cost too much. Answers what the trail says of the release. */
  async judge(
    tx: Queryable,
    who: Principal,
    id: string,
    { authors, areaIds }: ToRelease,
    forecast: Expected | null,
  ): Promise<ReleaseFacts> {
    const people = authors.map((author) => author.replace(/^user:/, ''));
    const grants = await approvalRights(tx, who, areaIds);
    const size = forecast ?? { households: 0, costVnd: 0 };
    const self = who.userId ?? `${who.kind}:${who.id ?? ''}`;
    const { refusal, grantedByAuthor } = judgeApproval(people, self, grants, size);
    if (refusal) {
      const code = refusal === 'author' ? 'own-campaign' : 'beyond-your-limit';
      throw new DomainError(code, REFUSALS[refusal], 403, undefined, { why: refusal });
    }
    return { ...(grantedByAuthor && { grantedByAuthor }), ...(await this.book(tx, id, forecast)) };
  }

  /** Throws a 409 for what would cost too much; keeps what the release is expected to cost. Answers it for the trail. */
  async book(tx: Queryable, id: string, forecast: Expected | null): Promise<ReleaseFacts> {
    if (!forecast) return {};
    await refuseOverspending(tx, id, forecast);
    await storeForecast(tx, id, forecast);
    return { households: forecast.households, costVnd: forecast.costVnd };
  }
}
