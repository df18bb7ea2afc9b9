import { Button, NativeSelect } from '@mantine/core';
import { useAreas } from '../../api/areas.js';
import type { User } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { useMe } from '../../app/session.js';
import { appTexts } from '../../messages/app.js';
import { settingsTexts } from '../../messages/settings.js';
import { AreaOptions } from '../../ui/AreaOptions.js';
import classes from './Settings.module.css';

type Role = User['memberships'][number]['role'];
export interface MembershipValue {
  role: Role;
  areaId: string | null;
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
      {values.map(({ role, areaId }, i) => (
        // Lines have no name of their own; they are only added and removed.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} className={classes.pair}>
          <NativeSelect
            aria-label={t('people.role', { number: i + 1 })}
            value={role}
            onChange={(event) =>
              set(i, { role: ROLES.find((each) => each === event.currentTarget.value)!, areaId })
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
            value={areaId ?? ''}
            onChange={(event) => set(i, { role, areaId: event.currentTarget.value || null })}
          >
            {(isEverywhere || areaId === null) && <option value="">{t('people.everywhere')}</option>}
            <AreaOptions />
          </NativeSelect>
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
