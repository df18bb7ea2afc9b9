import { useAreas } from '../../api/areas.js';
import { useGateways } from '../../api/gateways.js';
import { useGroups } from '../../api/groups.js';
import { useFormat, useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { Draft, DraftField, StepDraft } from './draft.js';

/** A field of a draft in words, for people who compare two of them. */
export function useDraftValue(): (draft: Draft, field: DraftField) => string {
  const t = useText(composerTexts);
  const format = useFormat();
  const areas = useAreas();
  const groups = useGroups();
  const gateways = useGateways();
  const groupNames = (ids: readonly string[]) =>
    ids.map((id) => groups.data?.find((group) => group.id === id)?.name ?? id).join(', ');
  const stepOf = ({ gatewayId, text, unaccented, templateId, deadlineMinutes }: StepDraft) =>
    [
      gateways.data?.find(({ id }) => id === gatewayId)?.name ?? gatewayId ?? '',
      templateId === null ? text : t('template.named', { id: templateId }),
      ...(templateId === null ? [t(unaccented ? 'variant.unaccented' : 'variant.accented')] : []),
      ...(deadlineMinutes === null ? [] : [t('ladder.after', { hours: deadlineMinutes / 60 })]),
    ].join(' · ');
  return (draft, field) => {
    if (field === 'title') return draft.title;
    if (field === 'areaIds')
      return draft.areaIds.map((id) => areas.data?.find((area) => area.id === id)?.name ?? id).join(', ');
    if (field === 'groupIds') return groupNames(draft.groupIds) || t('groups.everybody');
    if (field === 'exclude') {
      const { groupIds, reachedByCampaignId, reachedWithinDays } = draft.exclude;
      const parts = [
        ...(groupIds.length > 0 ? [groupNames(groupIds)] : []),
        ...(reachedWithinDays === null ? [] : [t('exclude.within', { days: reachedWithinDays })]),
        ...(reachedByCampaignId === null ? [] : [t('exclude.byCampaign')]),
      ];
      return parts.join(', ') || t('exclude.nobody');
    }
    if (field === 'steps') return draft.steps.map((step, i) => `${i + 1}. ${stepOf(step)}`).join('\n');
    if (field === 'fullText') return draft.fullText || t('fullText.none');
    if (field === 'startAt') return draft.startAt ? format.dateTime(draft.startAt) : t('time.now');
    return t(draft.isUrgent ? 'conflict.yes' : 'conflict.no');
  };
}
