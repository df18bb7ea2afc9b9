/** What an approver may release alone; null: any. */
export interface ApprovalLimits {
  maxHouseholds: number | null;
  maxCostVnd: number | null;
}

/** What a campaign is expected to be. */
export interface Forecast {
  households: number;
  costVnd: number;
}

/** A right to approve that an approver holds over all areas of the campaign. */
export interface ApprovalGrant extends ApprovalLimits {
  /** Who lent it for their absence; null: their own. */
  delegatedBy: string | null;
  /** Who gave it; null: an operator at the command line. */
  grantedBy: string | null;
}

export type ApprovalRefusal = 'author' | 'borrowed-from-author' | 'too-many-households' | 'too-expensive';

export interface ApprovalVerdict {
  refusal: ApprovalRefusal | null;
  /** Every right that suffices was given by an author of the campaign: allowed, and written down for all to see. */
  grantedByAuthor: boolean;
}

/** Whether a forecast goes beyond limits, and in what. */
export function exceeded(limits: ApprovalLimits, forecast: Forecast): ApprovalRefusal | null {
  if (limits.maxHouseholds !== null && forecast.households > limits.maxHouseholds)
    return 'too-many-households';
  if (limits.maxCostVnd !== null && forecast.costVnd > limits.maxCostVnd) return 'too-expensive';
  return null;
}

/**
 * Whether somebody may release a campaign: no author of it, not with a right borrowed from an author, and within the
 * limits of at least one of their rights.
 * @param authors ids of everybody who wrote in it
 * @param grants the rights that reach over all of its areas; at least one
 */
export function judgeApproval(
  authors: readonly string[],
  approver: string | null,
  grants: readonly ApprovalGrant[],
  forecast: Forecast,
): ApprovalVerdict {
  const refused = (refusal: ApprovalRefusal): ApprovalVerdict => ({ refusal, grantedByAuthor: false });
  if (approver !== null && authors.includes(approver)) return refused('author');
  const own = grants.filter(({ delegatedBy }) => delegatedBy === null || !authors.includes(delegatedBy));
  if (own.length === 0) return refused('borrowed-from-author');
  const sufficient = own.filter((grant) => exceeded(grant, forecast) === null);
  if (sufficient.length === 0) return refused(exceeded(own[0]!, forecast)!);
  const isAuthors = ({ grantedBy }: ApprovalGrant) => grantedBy !== null && authors.includes(grantedBy);
  return { refusal: null, grantedByAuthor: sufficient.every(isAuthors) };
}
