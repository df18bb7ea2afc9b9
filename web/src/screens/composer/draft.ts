import type { Campaign } from '../../api/campaigns.js';
import { asksFor, parseTemplate } from '../../../../src/domain/template.js';

/** One rung of the ladder as it is written. */
export interface StepDraft {
  gatewayId: string | null;
  text: string;
  unaccented: boolean;
  /** Instead of the text: a template that the operator approved. */
  templateId: string | null;
  templateData: Readonly<Record<string, string>>;
  /** Without a receipt after so long the next step is tried; null: only when this one has failed. */
  deadlineMinutes: number | null;
  /** Not asked here; kept as it is. */
  whenQuotaEnds: 'next' | 'wait' | null;
}

/** Who of the chosen areas is left out. */
export interface Exclusions {
  groupIds: readonly string[];
  reachedByCampaignId: string | null;
  reachedWithinDays: number | null;
}

/** What is written in the composer. Fields that it does not show stay on the server as they are. */
export interface Draft {
  title: string;
  areaIds: readonly string[];
  /** Only households of these groups; all where there is none. */
  groupIds: readonly string[];
  exclude: Exclusions;
  steps: readonly StepDraft[];
  /** What the page behind `{liên kết}` shows; empty for the message itself. */
  fullText: string;
  /** ISO 8601; null for at once. */
  startAt: string | null;
  isUrgent: boolean;
}

export type DraftField = keyof Draft;

export const MOST_STEPS = 4;

export const EMPTY_STEP: StepDraft = {
  gatewayId: null,
  text: '',
  unaccented: true,
  templateId: null,
  templateData: {},
  deadlineMinutes: null,
  whenQuotaEnds: null,
};

const NOBODY: Exclusions = { groupIds: [], reachedByCampaignId: null, reachedWithinDays: null };

export const EMPTY_DRAFT: Draft = {
  title: '',
  areaIds: [],
  groupIds: [],
  exclude: NOBODY,
  steps: [EMPTY_STEP],
  fullText: '',
  startAt: null,
  isUrgent: false,
};

type Shown = Pick<Campaign, 'title' | 'audience' | 'steps' | 'startAt' | 'isUrgent'> & {
  fullText?: string | null | undefined;
};

/** A campaign as the composer shows it. */
export function draftOf({ title, audience, steps, fullText, startAt, isUrgent }: Shown): Draft {
  return {
    title,
    areaIds: audience.areaIds,
    groupIds: audience.groupIds ?? [],
    exclude: {
      groupIds: audience.exclude?.groupIds ?? [],
      reachedByCampaignId: audience.exclude?.reachedByCampaignId ?? null,
      reachedWithinDays: audience.exclude?.reachedWithinDays ?? null,
    },
    steps: steps.map((step) => ({
      gatewayId: step.gatewayId,
      text: step.text ?? '',
      unaccented: step.unaccented ?? false,
      templateId: step.templateId ?? null,
      templateData: step.templateData ?? {},
      deadlineMinutes: step.deadlineMinutes ?? null,
      whenQuotaEnds: step.whenQuotaEnds ?? null,
    })),
    fullText: fullText ?? '',
    startAt,
    isUrgent,
  };
}

/** What the server takes. */
export function bodyOf(draft: Draft, channelOf: (gatewayId: string) => 'sms' | 'zalo') {
  return {
    title: draft.title.trim(),
    audience: audienceOf(draft),
    steps: draft.steps.map((step, i) => {
      const last = i === draft.steps.length - 1;
      return {
        channel: channelOf(step.gatewayId!),
        gatewayId: step.gatewayId!,
        unaccented: step.unaccented,
        ...(step.templateId === null
          ? { text: step.text }
          : { templateId: step.templateId, templateData: { ...step.templateData } }),
        ...(step.deadlineMinutes !== null && !last && { deadlineMinutes: step.deadlineMinutes }),
        ...(step.whenQuotaEnds && { whenQuotaEnds: step.whenQuotaEnds }),
      };
    }),
    fullText: draft.fullText.trim() || null,
    startAt: draft.startAt,
    isUrgent: draft.isUrgent,
  };
}

/** The audience without the conditions that nobody set. */
function audienceOf({ areaIds, groupIds, exclude }: Draft) {
  const left = {
    ...(exclude.groupIds.length > 0 && { groupIds: [...exclude.groupIds] }),
    ...(exclude.reachedByCampaignId !== null && { reachedByCampaignId: exclude.reachedByCampaignId }),
    ...(exclude.reachedWithinDays !== null && { reachedWithinDays: exclude.reachedWithinDays }),
  };
  return {
    areaIds: [...areaIds],
    ...(groupIds.length > 0 && { groupIds: [...groupIds] }),
    ...(Object.keys(left).length > 0 && { exclude: left }),
  };
}

/** Whether a message of the draft has a link to a page. */
export function hasLink({ steps }: Pick<Draft, 'steps'>): boolean {
  return steps.some(({ text, templateId, templateData }) =>
    templateId === null
      ? asksFor(text, 'link')
      : Object.values(templateData).some((value) => asksFor(value, 'link')),
  );
}

/** What the server needs before it can keep a draft. */
export type Missing = 'title' | 'text' | 'areas' | 'gateway';

const isWritten = ({ text, templateId }: StepDraft) => templateId !== null || parseTemplate(text).ok;

/** What is missing until the server can keep the draft, in the order of the page. */
export function missingOf(draft: Draft): Missing[] {
  return [
    ...(draft.title.trim() === '' ? (['title'] as const) : []),
    ...(draft.steps.some(({ gatewayId }) => gatewayId === null) ? (['gateway'] as const) : []),
    ...(draft.steps.every(isWritten) ? [] : (['text'] as const)),
    ...(draft.areaIds.length === 0 ? (['areas'] as const) : []),
  ];
}

/** The fields in which two drafts differ. */
export function differences(one: Draft, other: Draft): DraftField[] {
  return (Object.keys(EMPTY_DRAFT) as DraftField[]).filter(
    (field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]),
  );
}
