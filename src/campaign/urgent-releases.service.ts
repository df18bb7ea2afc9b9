import { Injectable } from '@nestjs/common';
import { releaseState, REVIEW_HOURS, REVIEWS_NEEDED } from '../domain/urgent-release.js';
import { approvalRights } from '../identity/approval-rights.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/http/domain-error.js';
import { holdsOver, nameOf, requireCampaign, subjectOf } from './campaign-access.js';
import type { Review, UrgentRelease } from './urgent-release.schema.js';

type ReleaseRow = Omit<UrgentRelease, 'state' | 'releasedAt' | 'reviews' | 'mayReview'> & {
  releasedAt: Date;
  areaIds: string[];
  authors: string[];
};
type ReviewRow = Omit<UrgentRelease['reviews'][number], 'at'> & { at: Date };

/** Urgent campaigns that left without an approver, and the two who look at them afterwards. */
@Injectable()
export class UrgentReleases {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  /** Whether somebody may let a campaign out without an approver: see `CampaignFlow.release`. */
  async judge(tx: Queryable, who: Principal, isUrgent: boolean): Promise<void> {
    if (who.kind !== 'user') throw new DomainError('not-a-person', 'Khoá API không được phát khẩn.', 403);
    if (!isUrgent)
      throw new DomainError(
        'not-urgent',
        'Chỉ đợt khẩn mới được phát trước khi duyệt; đợt này phải chờ duyệt.',
        409,
      );
    const [overdue] = await tx.query<{ id: string }>(
      `select c.id from campaigns c
        where c.released_by = $1 and c.released_at < now() - $2 * interval '1 hour'
          and (select count(*) from release_reviews r where r.campaign_id = c.id) < $3
        order by c.id limit 1`,
      [nameOf(who), REVIEW_HOURS, REVIEWS_NEEDED],
    );
    if (!overdue) return;
    const sentence =
      'Một đợt phát khẩn trước của bạn chưa đủ hai người duyệt xem lại; đợt này phải chờ duyệt.';
    throw new DomainError('review-overdue', sentence, 409, undefined, { campaignId: overdue.id });
  }

  /** Null where it did not leave this way. Throws a 404 where the caller may not know the campaign. */
  async find(who: Principal, id: string): Promise<UrgentRelease | null> {
    await requireCampaign(this.sql, who, id, 'campaign:read');
    const row = await released(this.sql, id);
    if (!row) return null;
    const reviews = await reviewsOf(this.sql, id);
    const mayReview =
      reviews.every(({ userId }) => userId !== who.userId) &&
      (await holdsOver(this.sql, who, id, 'campaign:approve')) &&
      (await refusalOf(this.sql, who, row)) === null;
    return { ...toView(row, reviews, new Date()), mayReview };
  }

  /**
   * An approver's word on it; 403 for its authors, 409 where they have said it before, and `changed-since` where they looked
   * at an earlier release than the one that stands.
   */
  async review(who: Principal, id: string, { isAgreed, word, releasedAt }: Review): Promise<UrgentRelease> {
    await this.sql.transaction(async (tx) => {
      await requireCampaign(tx, who, id, 'campaign:approve');
      // Nobody takes it back between the look and the word.
      await tx.query('select 1 from campaigns where id = $1 for share', [id]);
      const release = await released(tx, id);
      if (!release)
        throw new DomainError('not-released', 'Đợt này không phát khẩn nên không cần xem lại.', 409);
      if (releasedAt !== undefined && Date.parse(releasedAt) !== release.releasedAt.getTime())
        throw new DomainError(
          'changed-since',
          'Đợt này đã được rút về sửa rồi phát lại sau khi bạn mở; hãy tải lại, đọc nội dung mới rồi cho ý kiến.',
          409,
        );
      const refusal = await refusalOf(tx, who, release);
      if (refusal) throw refusal;
      const made = await tx.execute(
        `insert into release_reviews (campaign_id, user_id, is_agreed, word) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [id, who.userId, isAgreed, word ?? null],
      );
      if (made === 0) throw new DomainError('already-reviewed', 'Bạn đã cho ý kiến về đợt này.', 409);
      await this.audit.record(
        tx,
        who,
        'campaign.release-reviewed',
        subjectOf({ id, areaIds: release.areaIds }),
        {
          isAgreed,
          ...(word !== undefined && { word }),
        },
      );
    });
    return (await this.find(who, id))!;
  }

  /** What was said of a release that is taken back: the next one is another, and waits for its own two. The trail keeps it. */
  async forget(tx: Queryable, id: string): Promise<void> {
    await tx.execute('delete from release_reviews where campaign_id = $1', [id]);
  }
}

/** Why somebody with the right to release has no word on this one, whether they said one or not; null where they have. */
async function refusalOf(
  db: Queryable,
  who: Principal,
  { areaIds, authors }: Pick<ReleaseRow, 'areaIds' | 'authors'>,
): Promise<DomainError | null> {
  if (who.kind !== 'user')
    return new DomainError('not-a-person', 'Khoá API không xem lại thay người được.', 403);
  if (authors.includes(nameOf(who)))
    return new DomainError('own-campaign', 'Người soạn không tự xem lại; hãy nhờ hai người duyệt khác.', 403);
  const rights = await approvalRights(db, who, areaIds);
  if (rights.every(({ delegatedBy }) => delegatedBy !== null && authors.includes(`user:${delegatedBy}`)))
    return new DomainError(
      'beyond-your-limit',
      'Quyền duyệt do chính người soạn ủy quyền không dùng được cho đợt này.',
      403,
      undefined,
      { why: 'borrowed-from-author' },
    );
  return null;
}

async function released(tx: Queryable, id: string): Promise<ReleaseRow | undefined> {
  const [row] = await tx.query<ReleaseRow & Record<string, unknown>>(
    `select c.id as "campaignId", c.released_by as "releasedBy", u.display_name as "releasedByName",
            c.released_at as "releasedAt", c.approval_word as word, c.area_ids as "areaIds", c.authors
       from campaigns c left join users u on 'user:' || u.id = c.released_by
      where c.id = $1 and c.released_at is not null`,
    [id],
  );
  return row;
}

function reviewsOf(tx: Queryable, id: string): Promise<ReviewRow[]> {
  return tx.query<ReviewRow & Record<string, unknown>>(
    `select r.user_id as "userId", u.display_name as name, r.is_agreed as "isAgreed", r.word, r.at
       from release_reviews r join users u on u.id = r.user_id where r.campaign_id = $1 order by r.at, r.user_id`,
    [id],
  );
}

function toView(
  { areaIds: _areaIds, authors: _authors, releasedAt, ...row }: ReleaseRow,
  reviews: readonly ReviewRow[],
  now: Date,
): Omit<UrgentRelease, 'mayReview'> {
  return {
    ...row,
    releasedAt: releasedAt.toISOString(),
    state: releaseState(releasedAt, reviews, now),
    reviews: reviews.map((review) => ({ ...review, at: review.at.toISOString() })),
  };
}
