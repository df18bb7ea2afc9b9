import { Button, Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Area } from '../../api/areas.js';
import { householdPage } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { areasTexts } from '../../messages/areas.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './HouseholdPicker.module.css';

interface HouseholdPickerProps {
  area: Area;
  /** Ids of the picked ones with their names. */
  picked: ReadonlyMap<string, string>;
  onChange: (picked: ReadonlyMap<string, string>) => void;
}

const QUIET_MS = 300;

/** Households of an area itself, searched as one types and ticked one by one. What is ticked stays while the search goes on. */
export function HouseholdPicker({ area, picked, onChange }: HouseholdPickerProps) {
  const t = useText(areasTexts);
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), QUIET_MS);
  const found = useQuery({ ...householdPage({ areaId: area.id, q }, null), enabled: q !== '' });
  const own = q === '' ? [] : (found.data?.items.filter(({ areaId }) => areaId === area.id) ?? []);
  const left = own.filter(({ id }) => !picked.has(id));
  const set = (households: readonly { id: string; headName: string }[], isOn: boolean) => {
    const next = new Map(picked);
    for (const { id, headName } of households) {
      if (isOn) next.set(id, headName);
      else next.delete(id);
    }
    onChange(next);
  };
  return (
    <fieldset className={classes.box}>
      <legend className="strong">{t('split.pick')}</legend>
      <TextInput
        aria-label={t('split.pick')}
        description={t('split.pickHint')}
        type="search"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        // Enter searches no further here, and must not split the area either.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <ProblemNote error={found.error} />
      {q !== '' && found.data && own.length === 0 && (
        <p className="dim" role="status">
          {t('split.pickNone', { name: area.name })}
        </p>
      )}
      {own.length > 0 && (
        <div className={classes.found}>
          {own.map((household) => (
            <Checkbox
              key={household.id}
              label={household.headName}
              description={household.address}
              checked={picked.has(household.id)}
              onChange={(event) => set([household], event.currentTarget.checked)}
            />
          ))}
        </div>
      )}
      {found.data?.nextCursor && own.length > 0 && <p className="dim small">{t('split.pickMore')}</p>}
      {left.length > 1 && (
        <div>
          <Button variant="default" size="sm" onClick={() => set(left, true)}>
            {t('split.pickAll', { count: left.length })}
          </Button>
        </div>
      )}
      {picked.size > 0 && (
        <div role="status">
          <div className="strong">{t('split.picked', { count: picked.size })}</div>
          <ul className={`plain-list ${classes.picked}`}>
            {[...picked].map(([id, headName]) => (
              <li key={id}>
                <Button
                  variant="light"
                  size="compact-md"
                  aria-label={t('split.unpick', { name: headName })}
                  onClick={() => set([{ id, headName }], false)}
                >
                  {headName} ×
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </fieldset>
  );
}
