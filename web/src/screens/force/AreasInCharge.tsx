import { CloseButton, NativeSelect } from '@mantine/core';
import type { Area } from '../../api/areas.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import { inTreeOrder } from '../../ui/area-order.js';
import classes from './Force.module.css';

interface AreasInChargeProps {
  areas: readonly Area[];
  chosen: readonly string[];
  /** Names of areas that the tree does not show. */
  names: readonly { areaId: string; areaName: string }[];
  change: (chosen: readonly string[]) => void;
  problem: Problem | null;
}

/** The areas that a person is in charge of. */
export function AreasInCharge({ areas, chosen, names, change, problem }: AreasInChargeProps) {
  const t = useText(forceTexts);
  const nameOf = (id: string) =>
    areas.find((area) => area.id === id)?.name ?? names.find(({ areaId }) => areaId === id)?.areaName ?? id;
  return (
    <fieldset className={`${classes.group} stack tight`}>
      <legend>{t('member.areas')}</legend>
      {chosen.length > 0 && (
        <ul className={`plain-list ${classes.chips}`}>
          {chosen.map((id, i) => (
            <li key={id} className={classes.chip}>
              <span>{nameOf(id)}</span>
              <CloseButton
                aria-label={t('member.removeArea', { area: nameOf(id) })}
                onClick={() => change(chosen.filter((each) => each !== id))}
              />
              {problem?.at(`inCharge.${i}`) && (
                <span style={{ color: 'var(--bad)' }}>{problem.at(`inCharge.${i}`)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      <NativeSelect
        label={t('member.addArea')}
        description={t('member.areasWhat')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value=""
        onChange={(event) => event.currentTarget.value && change([...chosen, event.currentTarget.value])}
      >
        <option value="">{t('member.pick')}</option>
        {inTreeOrder(areas)
          .filter(({ area }) => !chosen.includes(area.id))
          .map(({ area, depth }) => (
            <option key={area.id} value={area.id}>
              {`${'\u2003'.repeat(depth)}${area.name}`}
            </option>
          ))}
      </NativeSelect>
    </fieldset>
  );
}
