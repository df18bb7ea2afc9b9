import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useAreas } from '../../api/areas.js';
import type { User } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { useMe } from '../../app/session.js';
import { appTexts } from '../../messages/app.js';
import { settingsTexts } from '../../messages/settings.js';
import classes from './Settings.module.css';

type Role = User['memberships'][number]['role'];
export interface MembershipValue {
  role: Role;
  areaId: string | null;
  /** What an approver may release alone; nothing: any. */
  maxHouseholds?: number | null;
  maxCostVnd?: number | null;
}

const ROLES = ['propagandist', 'approver', 'viewer', 'admin'] as const satisfies readonly Role[];

interface MembershipFieldsProps {
  values: readonly MembershipValue[];
  change: (values: readonly MembershipValue[]) => void;
  error: string | undefined;
}

/** Roles over areas, line by line. */
export function MembershipFields({ values, change, error }: MembershipFieldsProps) {
  const t = useText(settingsTexts);
  const ta = useText(appTexts);
  const areas = useAreas();
  const isEverywhere = useMe().grants.some(({ role, areaId }) => role === 'admin' && areaId === null);
  const set = (index: number, value: MembershipValue) =>
    change(values.map((each, i) => (i === index ? value : each)));
  return (
    <fieldset className="stack tight" style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className="strong" style={{ padding: 0, marginBottom: 6 }}>
        {t('people.roles')}
      </legend>
      {values.map((value, i) => (
        // Lines have no name of their own; they are only added and removed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} className={classes.pair}>
          <NativeSelect
            aria-label={t('people.role', { number: i + 1 })}
            value={value.role}
            onChange={(event) =>
              set(i, {
                role: ROLES.find((each) => each === event.currentTarget.value)!,
                areaId: value.areaId,
              })
            }
          >
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {ta(`role.${each}`)}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            aria-label={t('people.area', { number: i + 1 })}
            value={value.areaId ?? ''}
            onChange={(event) => set(i, { ...value, areaId: event.currentTarget.value || null })}
          >
            {(isEverywhere || value.areaId === null) && <option value="">{t('people.everywhere')}</option>}
            {areas.data?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
          {value.role === 'approver' && <Limits value={value} change={(next) => set(i, next)} />}
          {values.length > 1 && (
            <div>
              <Button
                variant="subtle"
                aria-label={t('people.removeRoleNamed', { number: i + 1 })}
                onClick={() => change(values.filter((_each, other) => other !== i))}
              >
                {t('people.removeRole')}
              </Button>
            </div>
          )}
        </div>
      ))}
      {error && <div style={{ color: 'var(--bad)' }}>{error}</div>}
      <div>
        <Button
          variant="default"
          size="sm"
          onClick={() =>
            change([
              ...values,
              { role: 'propagandist', areaId: isEverywhere ? null : (areas.data?.[0]?.id ?? null) },
            ])
          }
        >
          {t('people.addRole')}
        </Button>
      </div>
    </fieldset>
  );
}

interface LimitsProps {
  value: MembershipValue;
  change: (value: MembershipValue) => void;
}

/** How large and how dear a campaign an approver releases alone. */
function Limits({ value, change }: LimitsProps) {
  const t = useText(settingsTexts);
  const shown = (limit: number | null | undefined) => limit?.toString() ?? '';
  const limitOf = (text: string) => {
    const figures = text.replaceAll(/\D/g, '').slice(0, 12);
    return figures === '' ? null : Number(figures);
  };
  return (
    <>
      <TextInput
        label={t('people.mostHouseholds')}
        placeholder={t('people.noLimit')}
        inputMode="numeric"
        value={shown(value.maxHouseholds)}
        onChange={(event) => change({ ...value, maxHouseholds: limitOf(event.currentTarget.value) })}
      />
      <TextInput
        label={t('people.mostCost')}
        placeholder={t('people.noLimit')}
        inputMode="numeric"
        value={shown(value.maxCostVnd)}
        onChange={(event) => change({ ...value, maxCostVnd: limitOf(event.currentTarget.value) })}
      />
    </>
  );
}
