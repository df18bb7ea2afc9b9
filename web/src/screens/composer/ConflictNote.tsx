import { Button } from '@mantine/core';
import type { Campaign } from '../../api/campaigns.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { differences, draftOf } from './draft.js';
import { useDraftValue } from './DraftValue.js';
import type { DraftState } from './use-draft.js';

/** Two people wrote at the same time: what differs, and whose is to stand. Nothing is lost until one of them decides. */
export function ConflictNote({ state, theirs }: { state: DraftState; theirs: Campaign }) {
  const t = useText(composerTexts);
  const other = draftOf(theirs);
  const show = useDraftValue();
  return (
    <div className="note bad" role="alert">
      <p style={{ margin: '0 0 8px' }}>
        <b>{t('conflict.title')}</b> {t('conflict.what')}
      </p>
      <dl style={{ margin: 0 }}>
        {differences(state.draft, other).map((field) => (
          <div key={field} style={{ marginBottom: 8 }}>
            <dt className="strong">{t(`field.${field}`)}</dt>
            <dd style={{ margin: 0 }}>
              {t('conflict.mine')}: {show(state.draft, field)}
            </dd>
            <dd style={{ margin: 0 }}>
              {t('conflict.theirs')}: {show(other, field)}
            </dd>
          </div>
        ))}
      </dl>
      <div className="row">
        <Button variant="default" onClick={state.takeTheirs}>
          {t('conflict.takeTheirs')}
        </Button>
        <Button onClick={state.keepMine}>{t('conflict.keepMine')}</Button>
      </div>
    </div>
  );
}
