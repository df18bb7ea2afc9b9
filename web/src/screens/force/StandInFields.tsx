import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Area } from '../../api/areas.js';
import { type Propagandist, useColleagues } from '../../api/force.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import { communeOf } from './commune-of.js';
import classes from './Force.module.css';
import type { StandInDraft } from './member-draft.js';
import { today } from './stand-in.js';

interface StandInFieldsProps {
  areas: readonly Area[];
  areaId: string;
  /** Whose stand-ins these are; nobody stands in for themselves. */
  own: Propagandist | null;
  values: readonly StandInDraft[];
  change: (values: readonly StandInDraft[]) => void;
  problem: Problem | null;
}

/** Who does the person's work from a day to a day. */
export function StandInFields({ areas, areaId, own, values, change, problem }: StandInFieldsProps) {
  const t = useText(forceTexts);
  const colleagues = useColleagues(areaId && areas.length > 0 ? communeOf(areas, areaId) : null);
  const others = (colleagues.data ?? []).filter(({ id }) => id !== own?.id);
  const set = (index: number, part: Partial<StandInDraft>) =>
    change(values.map((each, i) => (i === index ? { ...each, ...part } : each)));
  return (
    <fieldset className={`${classes.group} stack tight`}>
      <legend>{t('member.standIns')}</legend>
      {values.length === 0 && <span className="dim small">{t('member.standInsNone')}</span>}
      {values.map(({ standInId, startsOn, endsOn }, i) => (
        // Lines have no name of their own; they are only added and removed.
        // oxlint-disable-next-line react/no-array-index-key
        <div
          key={i}
          role="group"
          aria-label={t('member.standInOf', { number: i + 1 })}
          className={classes.entry}
        >
          <NativeSelect
            label={t('member.standIn')}
            required
            withAsterisk={false}
            value={standInId}
            error={problem?.at(`standIns.${i}.standInId`)}
            onChange={(event) => set(i, { standInId: event.currentTarget.value })}
          >
            <option value="">{t('member.pick')}</option>
            {standInId !== '' && !others.some(({ id }) => id === standInId) && (
              <option value={standInId}>
                {own?.standIns.find((each) => each.standInId === standInId)?.standInName ?? standInId}
              </option>
            )}
            {others.map(({ id, fullName }) => (
              <option key={id} value={id}>
                {fullName}
              </option>
            ))}
          </NativeSelect>
          <TextInput
            label={t('member.from')}
            type="date"
            required
            withAsterisk={false}
            value={startsOn}
            error={problem?.at(`standIns.${i}.startsOn`)}
            onChange={(event) => set(i, { startsOn: event.currentTarget.value })}
          />
          <TextInput
            label={t('member.until')}
            type="date"
            required
            withAsterisk={false}
            value={endsOn}
            error={problem?.at(`standIns.${i}.endsOn`)}
            onChange={(event) => set(i, { endsOn: event.currentTarget.value })}
          />
          <div>
            <Button
              variant="default"
              aria-label={t('member.removeNamed', { what: t('member.standInOf', { number: i + 1 }) })}
              onClick={() => change(values.filter((_each, other) => other !== i))}
            >
              {t('member.remove')}
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="sm"
          onClick={() => change([...values, { standInId: '', startsOn: today(), endsOn: today() }])}
        >
          {t('member.addStandIn')}
        </Button>
      </div>
    </fieldset>
  );
}
