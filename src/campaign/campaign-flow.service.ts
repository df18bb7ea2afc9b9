import { Injectable } from '@nestjs/common';
import {
  afterAction,
  type CampaignAction,
  type CampaignState,
  statesAllowing,
} from '../domain/campaign-states.js';
import { holdGroupsOf } from '../directory/group/groups.repository.js';
import { asksFor } from '../domain/template.js';
import { Audit, type AuditDetails } from '../identity/audit.js';
import type { Permission, Principal } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { Bell } from '../platform/queues/bell.js';
import { ApprovalService, type Expected, type ReleaseFacts } from './approval.service.js';
import { refuseExhausted } from './budgets.repository.js';
import { nameOf, requireCampaign, subjectOf } from './campaign-access.js';
import { advanceCampaign } from './campaign.jobs.js';
import { UrgentReleases } from './urgent-releases.service.js';

/** The states as an official reads them, within a sentence. */
export const CAMPAIGN_STATE_LABELS: Record<CampaignState, string> = {
  draft: 'bản nháp',
  submitted: 'chờ duyệt',
  approved: 'đã duyệt',
  scheduled: 'đã hẹn giờ',
  running: 'đang gửi',
  paused: 'tạm dừng',
  completed: 'đã gửi xong',
  cancelled: 'đã hủy',
};

const MOVE = /* sql */ `
  update campaigns set state = $2, version = version + 1, updated_at = now(),
    submitted_by = case $5 when 'submit' then $3 else submitted_by end,
    submitted_at = case $5 when 'submit' then now() else submitted_at end,
    released_by = case $5 when 'release' then $3 when 'revise' then null else released_by end,
    released_at = case $5 when 'release' then now() when 'revise' then null else released_at end,
    previous_submission = case $5 when 'submit' then submission else previous_submission end,
    submission = case $5 when 'submit' then jsonb_build_object('title', title, 'audience', audience, 'steps', steps,
      'startAt', start_at, 'hours', hours, 'perHousehold', per_household, 'isUrgent', is_urgent,
      'costLimitVnd', cost_limit_vnd, 'fullText', full_text) else submission end,
    approved_by = case $5 when 'approve' then $3 when 'revise' then null else approved_by end,
    approved_at = case $5 when 'approve' then now() when 'revise' then null else approved_at end,
    approval_word = case when $5 in ('approve', 'release') then $4 else approval_word end,
    rejected_reason = case $5 when 'reject' then $4 when 'submit' then null else rejected_reason end,
    paused_at = case $5 when 'pause' then now() else paused_at end,
    cancelled_at = case $5 when 'cancel' then now() else cancelled_at end,
    approved_content = case when $5 in ('approve', 'release') then campaign_content(campaigns) else approved_content end,
    pause_reason = null,
    needs_confirmation = needs_confirmation and $5 not in ('cancel', 'revise')
  where id = $1`;

/** Those actions that people take; the others are the clock's. */
type PersonsAction = Extract<
  CampaignAction,
  'submit' | 'approve' | 'release' | 'reject' | 'revise' | 'pause' | 'resume' | 'cancel'
>;

/** What the audit trail calls each action. */
const DONE: Record<CampaignAction, string> = {
  submit: 'campaign.submitted',
  approve: 'campaign.approved',
  release: 'campaign.released-urgently',
  reject: 'campaign.rejected',
  revise: 'campaign.revised',
  schedule: 'campaign.scheduled',
  start: 'campaign.started',
  pause: 'campaign.paused',
  resume: 'campaign.resumed',
  cancel: 'campaign.cancelled',
  complete: 'campaign.completed',
  reopen: 'campaign.reopened',
};

/** What a person needs for it, over all areas of the campaign. */
const NEEDED: Record<PersonsAction, Permission> = {
  submit: 'campaign:write',
  revise: 'campaign:write',
  approve: 'campaign:approve',
  release: 'campaign:write',
  reject: 'campaign:approve',
  pause: 'campaign:control',
  resume: 'campaign:control',
  cancel: 'campaign:control',
};

/** States after which the sender has something to do at once. */
const BELL_AFTER: ReadonlySet<CampaignState> = new Set(['approved', 'running', 'cancelled']);

interface Moved {
  id: string;
  state: CampaignState;
}

/** What a person says with an action. */
interface Said {
  word?: string | undefined;
  /** What they looked at; absent for whoever takes the campaign as it is. */
  version?: number | undefined;
}

/** What people do to a campaign after it is written: every step is one guarded update and one audit event. */
@Injectable()
export class CampaignFlow {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
    private readonly bell: Bell,
    private readonly approval: ApprovalService,
    private readonly releases: UrgentReleases,
    private readonly address: PublicUrl,
  ) {}

  /** Every action throws a 404, or a 403 where the right to it does not hold over all areas of the campaign. */
  submit(who: Principal, id: string) {
    return this.act(who, id, 'submit');
  }

  /**
   * Releases a campaign that another person wrote: it starts now, or at its `startAt`. Throws a 409 `changed-since` where it
   * is another version than they looked at, or than the figures were worked out for.
   */
  approve(who: Principal, id: string, said: Said = {}) {
    return this.act(who, id, 'approve', said);
  }

  /**
   * Lets an urgent campaign out without an approver, with a word why: two of them look at it afterwards. Throws a 409 where
   * it is not urgent, has changed as for `approve`, or where an earlier one of this person waits for them too long; a 403
   * for a machine.
   */
  release(who: Principal, id: string, said: Said & { word: string }) {
    return this.act(who, id, 'release', said);
  }

  reject(who: Principal, id: string, { reason, version }: { reason: string; version?: number | undefined }) {
    return this.act(who, id, 'reject', { word: reason, version });
  }

  /** Takes back what was handed in or released, to change it: it must be released again. */
  revise(who: Principal, id: string) {
    return this.act(who, id, 'revise');
  }

  pause(who: Principal, id: string) {
    return this.act(who, id, 'pause');
  }

  resume(who: Principal, id: string) {
    return this.act(who, id, 'resume');
  }

  cancel(who: Principal, id: string) {
    return this.act(who, id, 'cancel');
  }

  private async act(who: Principal, id: string, action: PersonsAction, said: Said = {}): Promise<Moved> {
    const word = said.word ?? null;
    const isRelease = action === 'approve' || action === 'release';
    const forecast = isRelease ? await this.approval.forecast(who, id) : null;
    const state = await this.sql.transaction(async (tx) => {
      await requireCampaign(tx, who, id, NEEDED[action]);
      const [row] = await tx.query<{
        id: string;
        state: CampaignState;
        later: boolean | null;
        authors: string[];
        isUrgent: boolean;
        areaIds: string[];
        version: number;
      }>(
        'select id, state, version, authors, area_ids as "areaIds", is_urgent as "isUrgent", start_at > now() as later from campaigns where id = $1 for update',
        [id],
      );
      if (!row) throw notFound('đợt tuyên truyền');
      const next = afterAction(row.state, action);
      if (!next) throw wrongState(row.state, action);
      if ([said.version, forecast?.version].some((seen) => seen !== undefined && seen !== row.version))
        throw changedSince(row.version);
      if (row.state === 'draft') await holdGroupsOf(tx, id);
      if (action === 'submit' && !this.address.isReachable) await refuseDeadLinks(tx, id);
      if (action === 'approve' && row.isUrgent && !word) {
        throw new DomainError(
          'word-needed',
          'Đợt khẩn được vượt giới hạn số tin mỗi hộ; người duyệt phải ghi lý do.',
          400,
          [{ path: 'word', message: 'hãy ghi lý do' }],
        );
      }
      const details = await this.judge(tx, who, action, row, forecast?.expected ?? null);
      if (action === 'resume') await refuseExhausted(tx, id);
      if (action === 'revise') await this.releases.forget(tx, id);
      const then = isRelease && row.later ? afterAction(next, 'schedule')! : next;
      await tx.execute(MOVE, [id, then, nameOf(who), word, action]);
      const subject = subjectOf({ id, areaIds: row.areaIds });
      const noted = { ...details, ...(word !== null && { word }) } as AuditDetails;
      await this.audit.record(tx, who, DONE[action], subject, noted);
      return then;
    });
    if (BELL_AFTER.has(state)) await this.bell.ring(advanceCampaign, { campaignId: id });
    return { id, state };
  }

  private judge(
    tx: Queryable,
    who: Principal,
    action: PersonsAction,
    campaign: { id: string; authors: string[]; areaIds: string[]; isUrgent: boolean },
    forecast: Expected | null,
  ): Promise<ReleaseFacts> | ReleaseFacts {
    if (action === 'approve') return this.approval.judge(tx, who, campaign.id, campaign, forecast);
    if (action !== 'release') return {};
    return this.releases
      .judge(tx, who, campaign.isUrgent)
      .then(() => this.approval.book(tx, campaign.id, forecast));
  }
}

/** A link to this machine opens on no phone; a simulated operator has none. */
async function refuseDeadLinks(tx: Queryable, id: string): Promise<void> {
  const steps = await tx.query<{ text: string | null; data: Record<string, string> | null }>(
    `select step ->> 'text' as text, step -> 'templateData' as data
       from campaigns c cross join jsonb_array_elements(c.steps) step
       join gateways g on g.id = (step ->> 'gatewayId')::bigint and g.kind <> 'simulator'
      where c.id = $1`,
    [id],
  );
  const texts = steps.flatMap(({ text, data }) => [text ?? '', ...Object.values(data ?? {})]);
  if (!texts.some((text) => asksFor(text, 'link'))) return;
  throw new DomainError(
    'no-public-address',
    'Tin có {liên kết}, nhưng máy chủ chưa có địa chỉ công khai (PUBLIC_URL) nên điện thoại của bà con không mở được. Hãy nhờ người quản trị máy chủ đặt địa chỉ, hoặc bỏ {liên kết}.',
    409,
  );
}

function changedSince(version: number): DomainError {
  const sentence =
    'Đợt tuyên truyền này đã được sửa sau khi bạn mở; hãy tải lại, đọc nội dung mới rồi quyết định.';
  return new DomainError('changed-since', sentence, 409, undefined, { version });
}

function wrongState(state: CampaignState, action: CampaignAction): DomainError {
  const allowed = statesAllowing(action).map((each) => `“${CAMPAIGN_STATE_LABELS[each]}”`);
  return new DomainError(
    'wrong-state',
    `Đợt tuyên truyền đang ở trạng thái “${CAMPAIGN_STATE_LABELS[state]}”; việc này chỉ làm được khi ${allowed.join(' hoặc ')}.`,
    409,
    undefined,
    { state },
  );
}
