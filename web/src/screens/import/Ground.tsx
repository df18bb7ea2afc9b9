import { NativeSelect, TextInput } from '@mantine/core';
import { BASES, type Basis } from '../../api/consents.js';
import { useText } from '../../app/language.js';
import { householdTexts } from '../../messages/household.js';
import { importTexts } from '../../messages/import.js';
import classes from './ImportScreen.module.css';

/** What a person declares of a whole list; no basis: nothing is recorded. */
export interface Declared {
  basis: Basis | '';
  evidence: string;
}

interface GroundProps {
  value: Declared;
  onChange: (value: Declared) => void;
}

/** Asks on what ground the numbers of a list are written to, and where the proof of it is. */
export function Ground({ value, onChange }: GroundProps) {
  const t = useText(importTexts);
  const tHousehold = useText(householdTexts);
  return (
    <section className="card stack" aria-labelledby="ground">
      <h2 id="ground" className={classes.title}>
        {t('ground.title')}
      </h2>
      <NativeSelect
        label={t('ground.basis')}
        value={value.basis}
        onChange={(event) => onChange({ ...value, basis: event.currentTarget.value as Declared['basis'] })}
      >
        <option value="">{t('ground.none')}</option>
        {BASES.map((basis) => (
          <option key={basis} value={basis}>
            {tHousehold(`consent.${basis}`)}
          </option>
        ))}
      </NativeSelect>
      {value.basis !== '' && (
        <TextInput
          label={t('ground.evidence')}
          description={t('ground.evidenceHint')}
          maxLength={500}
          value={value.evidence}
          onChange={(event) => onChange({ ...value, evidence: event.currentTarget.value })}
        />
      )}
    </section>
  );
}

/** What of it is sent with the commit. */
export function declared({ basis, evidence }: Declared) {
  return basis === '' ? {} : { consent: { basis, ...(evidence.trim() && { evidence }) } };
}
