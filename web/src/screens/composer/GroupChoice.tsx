import { NativeSelect } from '@mantine/core';
import { useCampaigns } from '../../api/campaigns.js';
import { type Group, useGroups } from '../../api/groups.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { Draft, Exclusions } from './draft.js';
import classes from './GroupChoice.module.css';

/** In how many days a household that was reached is left in peace. */
const DAYS = [3, 7, 14, 30] as const;

interface GroupChoiceProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
}

/** Only some of the households of the chosen areas, and who of them is left out. */
export function GroupChoice({ draft, change }: GroupChoiceProps) {
  const t = useText(composerTexts);
  const groups = useGroups();
  const campaigns = useCampaigns();
  const { exclude } = draft;
  const sent = (campaigns.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ state, id }) => state === 'completed' || id === exclude.reachedByCampaignId);
  const leaveOut = (next: Partial<Exclusions>) => change({ exclude: { ...exclude, ...next } });
  const isSet =
    draft.groupIds.length + exclude.groupIds.length > 0 ||
    exclude.reachedByCampaignId !== null ||
    exclude.reachedWithinDays !== null;
  return (
    <details className={classes.more} open={isSet || undefined}>
      <summary>{t('groups.more')}</summary>
      <div className="stack">
        {groups.data && groups.data.length > 0 && (
          <>
            <Boxes
              legend={t('groups.only')}
              hint={t('groups.onlyHint')}
              groups={groups.data}
              chosenIds={draft.groupIds}
              onChange={(groupIds) => change({ groupIds })}
            />
            <Boxes
              legend={t('exclude.groups')}
              groups={groups.data}
              chosenIds={exclude.groupIds}
              onChange={(groupIds) => leaveOut({ groupIds })}
            />
          </>
        )}
        <NativeSelect
          label={t('exclude.recent')}
          value={exclude.reachedWithinDays ?? ''}
          onChange={(event) => leaveOut({ reachedWithinDays: Number(event.currentTarget.value) || null })}
        >
          <option value="">{t('exclude.nobody')}</option>
          {[
            ...new Set([...DAYS, ...(exclude.reachedWithinDays === null ? [] : [exclude.reachedWithinDays])]),
          ].map((days) => (
            <option key={days} value={days}>
              {t('exclude.within', { days })}
            </option>
          ))}
        </NativeSelect>
        {sent.length > 0 && (
          <NativeSelect
            label={t('exclude.campaign')}
            value={exclude.reachedByCampaignId ?? ''}
            onChange={(event) => leaveOut({ reachedByCampaignId: event.currentTarget.value || null })}
          >
            <option value="">{t('exclude.nobody')}</option>
            {sent.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </NativeSelect>
        )}
      </div>
    </details>
  );
}

interface BoxesProps {
  legend: string;
  hint?: string;
  groups: readonly Group[];
  chosenIds: readonly string[];
  onChange: (ids: string[]) => void;
}

function Boxes({ legend, hint, groups, chosenIds, onChange }: BoxesProps) {
  const t = useText(composerTexts);
  return (
    <fieldset className={classes.boxes}>
      <legend className="strong">{legend}</legend>
      {hint && <span className="dim small">{hint}</span>}
      {groups.map(({ id, name, members }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosenIds.includes(id)}
            onChange={() =>
              onChange(chosenIds.includes(id) ? chosenIds.filter((each) => each !== id) : [...chosenIds, id])
            }
          />
          <span>{name}</span>
          <span className="dim figures">
            {members === null ? t('groups.byFilter') : t('groups.members', { count: members })}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
