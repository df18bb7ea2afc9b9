/** So many approvers look at an urgent campaign that left without one. */
export const REVIEWS_NEEDED = 2;

/** So long they have: after it, whoever released it releases no other one without an approver. */
export const REVIEW_HOURS = 24;

/** How far the approvers are with what left without them. */
export type ReleaseState = 'waiting' | 'overdue' | 'agreed' | 'objected';

/** One approver's word on it. */
export interface ReleaseReview {
  isAgreed: boolean;
}

/**
 * How an urgent release stands: `waiting` for its two approvers, `overdue` after a day, then `agreed`, or `objected` where
 * one of them did not agree.
 */
export function releaseState(releasedAt: Date, reviews: readonly ReleaseReview[], now: Date): ReleaseState {
  if (reviews.length >= REVIEWS_NEEDED)
    return reviews.every(({ isAgreed }) => isAgreed) ? 'agreed' : 'objected';
  return now.getTime() - releasedAt.getTime() > REVIEW_HOURS * 3_600_000 ? 'overdue' : 'waiting';
}
