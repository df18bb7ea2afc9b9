import { NativeSelect, TextInput } from '@mantine/core';
import type { Area } from '../../api/areas.js';
import { type Propagandist, useColleagues } from '../../api/force.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import { today } from '../../ui/today.js';
import { communeOf } from './commune-of.js';
import type { StandInDraft } from './member-draft.js';
import { RepeatedFields } from './RepeatedFields.js';

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
  return (
    <RepeatedFields
      title={t('member.standIns')}
      none={t('member.standInsNone')}
      nameOf={(number) => t('member.standInOf', { number })}
      addLabel={t('member.addStandIn')}
      empty={() => ({ standInId: '', startsOn: today(), endsOn: today() })}
      values={values}
      change={change}
    >
      {({ standInId, startsOn, endsOn }, i, set) => (
        <>
          <NativeSelect
            label={t('member.standIn')}
            required
            withAsterisk={false}
            value={standInId}
            error={problem?.at(`standIns.${i}.standInId`)}
            onChange={(event) => set({ standInId: event.currentTarget.value })}
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
            onChange={(event) => set({ startsOn: event.currentTarget.value })}
          />
          <TextInput
            label={t('member.until')}
            type="date"
            required
            withAsterisk={false}
            value={endsOn}
            error={problem?.at(`standIns.${i}.endsOn`)}
            onChange={(event) => set({ endsOn: event.currentTarget.value })}
          />
        </>
      )}
    </RepeatedFields>
  );
}
