import type { Campaign } from '../../api/campaigns.js';
import { useText } from '../../app/language.js';
import { approvalTexts } from '../../messages/approval.js';
import { composerTexts } from '../../messages/composer.js';
import { differences, draftOf } from '../composer/draft.js';
import { useDraftValue } from '../composer/DraftValue.js';

type Submission = NonNullable<Campaign['previousSubmission']>;

/** What differs from what the approver saw the last time. */
export function Changes({ campaign, before }: { campaign: Campaign; before: Submission }) {
  const t = useText(approvalTexts);
  const tc = useText(composerTexts);
  const old = draftOf({ ...campaign, ...before });
  const now = draftOf(campaign);
  const changed = differences(old, now);
  const show = useDraftValue();
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
            <dd style={{ margin: 0, whiteSpace: 'pre-line' }}>
              {t('approval.before')}: <del>{show(old, field)}</del>
            </dd>
            <dd style={{ margin: 0, whiteSpace: 'pre-line' }}>
              {t('approval.now')}:{' '}
              <ins style={{ textDecoration: 'none', fontWeight: 600 }}>{show(now, field)}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
