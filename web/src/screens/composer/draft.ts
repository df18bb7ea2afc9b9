import type { Campaign } from '../../api/campaigns.js';
import { parseTemplate } from '../../../../src/domain/template.js';

/** What is written in the composer. Fields that it does not show stay on the server as they are. */
export interface Draft {
  title: string;
  areaIds: readonly string[];
  gatewayId: string | null;
  text: string;
  unaccented: boolean;
  /** ISO 8601; null for at once. */
  startAt: string | null;
  isUrgent: boolean;
}

export type DraftField = keyof Draft;

export const EMPTY_DRAFT: Draft = {
  title: '',
  areaIds: [],
  gatewayId: null,
  text: '',
  unaccented: true,
  startAt: null,
  isUrgent: false,
};

/** A campaign as the composer shows it: its first step is the message. */
export function draftOf(campaign: Campaign): Draft {
  const step = campaign.steps[0];
  return {
    title: campaign.title,
    areaIds: campaign.audience.areaIds,
    gatewayId: step?.gatewayId ?? null,
    text: step?.text ?? '',
    unaccented: step?.unaccented ?? false,
    startAt: campaign.startAt,
    isUrgent: campaign.isUrgent,
  };
}

/** What the server takes; `others` are the steps after the first, which stay as they are. */
export function bodyOf(draft: Draft, channel: 'sms' | 'zalo', others: Campaign['steps'] = []) {
  return {
    title: draft.title.trim(),
    audience: { areaIds: [...draft.areaIds] },
    steps: [
      {
        channel,
        gatewayId: draft.gatewayId!,
        text: draft.text,
        unaccented: draft.unaccented,
      },
      ...(others as never[]),
    ],
    startAt: draft.startAt,
    isUrgent: draft.isUrgent,
  };
}

/** What the server needs before it can keep a draft. */
export type Missing = 'title' | 'text' | 'areas' | 'gateway';

/** What is missing until the server can keep the draft, in the order of the page. */
export function missingOf(draft: Draft): Missing[] {
  return [
    ...(draft.title.trim() === '' ? (['title'] as const) : []),
    ...(draft.gatewayId === null ? (['gateway'] as const) : []),
    ...(parseTemplate(draft.text).ok ? [] : (['text'] as const)),
    ...(draft.areaIds.length === 0 ? (['areas'] as const) : []),
  ];
}

/** The fields in which two drafts differ. */
export function differences(one: Draft, other: Draft): DraftField[] {
  return (Object.keys(EMPTY_DRAFT) as DraftField[]).filter(
    (field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]),
  );
}
