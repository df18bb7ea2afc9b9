/** The state table of a campaign (đợt tuyên truyền), DESIGN §4. */
export const CAMPAIGN_STATES = [
  'draft',
  'submitted',
  'approved',
  'scheduled',
  'running',
  'paused',
  'completed',
  'cancelled',
] as const;

export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** What a person or the clock does to a campaign. */
export type CampaignAction =
  | 'submit'
  | 'approve'
  | 'reject'
  | 'revise'
  | 'release'
  | 'schedule'
  | 'start'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'complete'
  | 'reopen';

const ACTIONS: Readonly<Record<CampaignAction, Partial<Record<CampaignState, CampaignState>>>> = {
  submit: { draft: 'submitted' },
  reject: { submitted: 'draft' },
  // Its author changes what was handed in or released: it must be released again.
  revise: { submitted: 'draft', approved: 'draft', scheduled: 'draft' },
  approve: { submitted: 'approved' },
  // Its author lets an urgent one out; two approvers look at it afterwards.
  release: { draft: 'approved', submitted: 'approved' },
  schedule: { approved: 'scheduled' },
  start: { approved: 'running', scheduled: 'running' },
  pause: { running: 'paused' },
  resume: { paused: 'running' },
  cancel: {
    draft: 'cancelled',
    submitted: 'cancelled',
    approved: 'cancelled',
    scheduled: 'cancelled',
    running: 'cancelled',
    paused: 'cancelled',
  },
  // Paused when its last message had left: there is nothing to go on with.
  complete: { running: 'completed', paused: 'completed' },
  // Something of it is to be sent again after all.
  reopen: { completed: 'running' },
};

/** The state after `action`, or null where the table does not allow it from `state`. */
export function afterAction(state: CampaignState, action: CampaignAction): CampaignState | null {
  return ACTIONS[action][state] ?? null;
}

/** The states from which `action` is allowed: the list for a guarded update. */
export function statesAllowing(action: CampaignAction): CampaignState[] {
  return CAMPAIGN_STATES.filter((state) => ACTIONS[action][state] !== undefined);
}
