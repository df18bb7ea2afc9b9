import { TextInput } from '@mantine/core';
import type { Gateway } from '../../api/gateways.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { settingsTexts } from '../../messages/settings.js';
import { HoursFields } from './HoursFields.js';
import classes from './Settings.module.css';

/** What every account has, as it stands in the fields. */
export interface PaceValues {
  name: string;
  partsPerSecond: string;
  pricePerPartVnd: string;
  open: string;
  close: string;
  days: readonly number[] | null;
}

const EVERY_DAY = null;

/** The fields of an account as they begin; of none, those of a new one. */
export function paceValues(gateway: Gateway | null): PaceValues {
  return {
    name: gateway?.name ?? '',
    partsPerSecond: gateway ? String(gateway.partsPerSecond) : '',
    pricePerPartVnd: gateway ? String(gateway.pricePerPartVnd) : '',
    open: gateway?.hours?.open ?? '07:00',
    close: gateway?.hours?.close ?? '22:00',
    days: gateway?.hours?.days ?? EVERY_DAY,
  };
}

/** As the server takes them; an empty rate is left out, so that a kind's own holds. */
export function paceOf({ name, partsPerSecond, pricePerPartVnd, open, close, days }: PaceValues) {
  const number = (text: string) => Number(text.trim().replace(',', '.'));
  return {
    name,
    ...(partsPerSecond.trim() !== '' && { partsPerSecond: number(partsPerSecond) }),
    ...(pricePerPartVnd.trim() !== '' && { pricePerPartVnd: number(pricePerPartVnd) }),
    hours: { open, close, ...(days && { days: [...days] }) },
  };
}

interface PaceFieldsProps {
  values: PaceValues;
  change: (values: PaceValues) => void;
  problem: Problem | null;
}

/** Name, rate, price and hours of an account. */
export function PaceFields({ values, change, problem }: PaceFieldsProps) {
  const t = useText(settingsTexts);
  return (
    <>
      <TextInput
        label={t('gateway.name')}
        required
        withAsterisk={false}
        maxLength={100}
        value={values.name}
        error={problem?.at('name')}
        onChange={(event) => change({ ...values, name: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <TextInput
          label={t('gateway.rate')}
          description={t('gateway.rateWhat')}
          inputMode="decimal"
          value={values.partsPerSecond}
          error={problem?.at('partsPerSecond')}
          onChange={(event) => change({ ...values, partsPerSecond: event.currentTarget.value })}
        />
        <TextInput
          label={t('gateway.price')}
          description={t('gateway.priceWhat')}
          inputMode="numeric"
          value={values.pricePerPartVnd}
          error={problem?.at('pricePerPartVnd')}
          onChange={(event) => change({ ...values, pricePerPartVnd: event.currentTarget.value })}
        />
      </div>
      <HoursFields values={values} change={(hours) => change({ ...values, ...hours })} problem={problem} />
    </>
  );
}
