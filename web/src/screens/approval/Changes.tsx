import { useAreas } from '../../api/areas.js';
import type { Campaign } from '../../api/campaigns.js';
import { useGateways } from '../../api/gateways.js';
import { useFormat, useText } from '../../app/language.js';
import { approvalTexts } from '../../messages/approval.js';
import { composerTexts } from '../../messages/composer.js';
import { differences, type Draft, type DraftField, draftOf } from '../composer/draft.js';

type Submission = NonNullable<Campaign['previousSubmission']>;

/** What differs from what the approver saw the last time. */
export function Changes({ campaign, before }: { campaign: Campaign; before: Submission }) {
  const t = useText(approvalTexts);
  const tc = useText(composerTexts);
  const format = useFormat();
  const areas = useAreas();
  const gateways = useGateways();
  const old = draftOf({ ...campaign, ...before });
  const now = draftOf(campaign);
  const changed = differences(old, now);
  const show = (draft: Draft, field: DraftField): string => {
    if (field === 'areaIds')
      return draft.areaIds.map((id) => areas.data?.find((area) => area.id === id)?.name ?? id).join(', ');
    if (field === 'gatewayId')
      return gateways.data?.find(({ id }) => id === draft.gatewayId)?.name ?? draft.gatewayId ?? '';
    if (field === 'startAt') return draft.startAt ? format.dateTime(draft.startAt) : tc('time.now');
    if (field === 'unaccented') return tc(draft.unaccented ? 'variant.unaccented' : 'variant.accented');
    if (field === 'isUrgent') return tc(draft.isUrgent ? 'conflict.yes' : 'conflict.no');
    return draft[field];
  };
  if (changed.length === 0) {
    return (
      <p className="note" style={{ margin: 0 }}>
        {t('approval.unchanged')}
      </p>
    );
  }
  return (
    <section className="note warn">
      <p className="strong" style={{ margin: '0 0 8px' }}>
        {t('approval.changed')}
      </p>
      <dl style={{ margin: 0 }}>
        {changed.map((field) => (
          <div key={field} style={{ marginBottom: 8 }}>
            <dt className="strong">{tc(`field.${field}`)}</dt>
            <dd style={{ margin: 0 }}>
              {t('approval.before')}: <del>{show(old, field)}</del>
            </dd>
            <dd style={{ margin: 0 }}>
              {t('approval.now')}:{' '}
              <ins style={{ textDecoration: 'none', fontWeight: 600 }}>{show(now, field)}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
