import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Household, householdPage } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { requestTexts } from '../../messages/data-requests.js';
import { showPhone } from '../../ui/phone.js';

const QUIET_MS = 250;
const SHOWN = 5;

interface HouseholdPickerProps {
  chosen: Household | null;
  change: (household: Household | null) => void;
}

/** Whose data it is about: found by name, number or code. */
export function HouseholdPicker({ chosen, change }: HouseholdPickerProps) {
  const t = useText(requestTexts);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), QUIET_MS);
  const found = useQuery({ ...householdPage({ q }, null), enabled: q !== '' && chosen === null });
  if (chosen)
    return (
      <div>
        <div className="small">{t('request.household')}</div>
        <div className="row spread">
          <span>
            <span className="strong">{chosen.headName}</span>{' '}
            <span className="dim small">{[chosen.address, chosen.areaName].filter(Boolean).join(', ')}</span>
          </span>
          <Button variant="subtle" size="sm" onClick={() => change(null)}>
            {t('request.householdOff')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="stack tight">
      <TextInput
        type="search"
        label={t('request.householdFind')}
        description={t('request.householdHint')}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {q !== '' && found.data?.items.length === 0 && (
        <p style={{ margin: 0 }}>{t('request.householdNone')}</p>
      )}
      {q !== '' && (
        <ul className="plain-list stack tight">
          {found.data?.items.slice(0, SHOWN).map((each) => (
            <li key={each.id} className="row spread">
              <span>
                <span className="strong">{each.headName}</span>
                <br />
                <span className="dim small">
                  {[each.address, each.areaName, ...each.contacts.map(({ phone }) => showPhone(phone))]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </span>
              <Button variant="default" size="sm" onClick={() => change(each)}>
                {t('request.householdPick')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
