import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';
import type { CampaignAudience } from './audience-rule.js';
import type { CampaignState } from '../domain/campaign-states.js';
import type { Hours } from '../domain/quiet-hours.js';

/** One rung of the ladder, as stored: the text is NFC with plain punctuation. */
export interface CampaignStep {
  channel: 'sms' | 'zalo';
  gatewayId: string;
  /** Absent where an approved template is sent. */
  text?: string;
  templateId?: string;
  /** Values of the template by name; they may hold placeholders. */
  templateData?: Record<string, string>;
  /** When the account has no more messages for today: the next rung, or wait. Absent: the next rung. */
  whenQuotaEnds?: 'next' | 'wait';
  /** Sent without diacritics. */
  unaccented: boolean;
  /** Without a receipt after so long, the next rung is tried; absent: never. */
  deadlineMinutes?: number;
}

/** What an approver is shown: the parts of a campaign that its author may change. */
export interface Submission {
  title: string;
  audience: CampaignAudience;
  steps: CampaignStep[];
  startAt: string | null;
  hours: Hours | null;
  perHousehold: 'one' | 'all';
  isUrgent: boolean;
  fullText?: string | null;
}

/** A campaign (đợt tuyên truyền): what goes to whom, when, and how far it is. Frozen once submitted. */
@Entity({ name: 'campaigns' })
export class Campaign {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text')
  title!: string;

  @Column('text')
  state!: CampaignState;

  @Column('jsonb')
  audience!: CampaignAudience;

  /** The areas of its audience; who may see and do what follows from them. Made by the database. */
  @Column({ type: 'bigint', name: 'area_ids', array: true, insert: false, update: false })
  areaIds!: string[];

  @Column('text', { name: 'per_household' })
  perHousehold!: 'one' | 'all';

  @Column('jsonb')
  steps!: CampaignStep[];

  /** What the page behind the link in a message shows; null: the message itself. */
  @Column('text', { name: 'full_text', nullable: true })
  fullText!: string | null;

  /** May pass the frequency cap, with its approver's word. */
  @Column('boolean', { name: 'is_urgent' })
  isUrgent!: boolean;

  @Column('text', { name: 'approval_word', nullable: true })
  approvalWord!: string | null;

  /** Sending stops by itself once so much is spent; null: no limit of its own. */
  @Column('bigint', {
    name: 'cost_limit_vnd',
    nullable: true,
    transformer: {
      from: (value: string | null) => (value === null ? null : Number(value)),
      to: (value: number | null) => value,
    },
  })
  costLimitVnd!: number | null;

  /** Why it stopped by itself. */
  @Column('text', { name: 'pause_reason', nullable: true })
  pauseReason!: string | null;

  @Column('jsonb', { nullable: true })
  hours!: Hours | null;

  /** Goes out on holidays too. */
  @Column('boolean', { name: 'ignore_holidays' })
  ignoreHolidays!: boolean;

  /** Its hours passed while nothing ran: it starts only when someone says so. */
  @Column('boolean', { name: 'needs_confirmation' })
  needsConfirmation!: boolean;

  @Column('timestamptz', { name: 'start_at', nullable: true })
  startAt!: Date | null;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  /** Everyone who wrote in it: none of them may release it. */
  @Column('text', { array: true })
  authors!: string[];

  /** What was handed in the time before the last; written when it is handed in. */
  @Column({ type: 'jsonb', name: 'previous_submission', nullable: true, insert: false, update: false })
  previousSubmission!: Submission | null;

  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt!: Date | null;

  @Column('text', { name: 'approved_by', nullable: true })
  approvedBy!: string | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null;

  @Column('text', { name: 'rejected_reason', nullable: true })
  rejectedReason!: string | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'planned_at', nullable: true })
  plannedAt!: Date | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @VersionColumn()
  version!: number;
}
