import { Checkbox, TextInput } from '@mantine/core';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { settingsTexts } from '../../messages/settings.js';
import classes from './Settings.module.css';

interface HoursValues {
  open: string;
  close: string;
  /** Null: every day. */
  days: readonly number[] | null;
}

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

interface HoursFieldsProps {
  values: HoursValues;
  change: (values: HoursValues) => void;
  problem: Problem | null;
}

/** When messages may leave: from, until, on which days. */
export function HoursFields({ values: { open, close, days }, change, problem }: HoursFieldsProps) {
  const t = useText(settingsTexts);
  const chosen = days ?? DAYS;
  const toggle = (day: number, isOn: boolean) => {
    const next = DAYS.filter((each) => (each === day ? isOn : chosen.includes(each)));
    change({ open, close, days: next.length === DAYS.length ? null : next });
  };
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t('hours.open')}
          placeholder="07:00"
          inputMode="numeric"
          value={open}
          error={problem?.at('hours.open')}
          onChange={(event) => change({ open: event.currentTarget.value, close, days })}
        />
        <TextInput
          label={t('hours.close')}
          placeholder="22:00"
          inputMode="numeric"
          value={close}
          error={problem?.at('hours.close')}
          onChange={(event) => change({ open, close: event.currentTarget.value, days })}
        />
      </div>
      <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
        <legend style={{ padding: 0, marginBottom: 6 }}>{t('hours.days')}</legend>
        <div className="row" style={{ gap: '8px 20px' }}>
          {DAYS.map((day) => (
            <Checkbox
              key={day}
              label={t(`day.${day}`)}
              checked={chosen.includes(day)}
              onChange={(event) => toggle(day, event.currentTarget.checked)}
            />
          ))}
        </div>
        {problem?.at('hours.days') && <div style={{ color: 'var(--bad)' }}>{problem.at('hours.days')}</div>}
      </fieldset>
    </>
  );
}
