import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAreas } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { type ApiKey, KEYS, useApiKeys } from '../../api/settings.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { appTexts } from '../../messages/app.js';
import { settingsTexts } from '../../messages/settings.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { OnceShown } from './OnceShown.js';
import classes from './Settings.module.css';

const ROLES = ['viewer', 'propagandist', 'approver', 'admin'] as const;

/** Keys for programs: each is shown once when it is made, and can be withdrawn. */
export default function KeysScreen() {
  const t = useText(settingsTexts);
  const keys = useApiKeys();
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  return (
    <Page
      title={t('settings.keys')}
      lead={t('keys.lead')}
      back="/settings"
      narrow
      actions={!isMaking && <Button onClick={() => setIsMaking(true)}>{t('keys.add')}</Button>}
    >
      <div className="stack">
        {made && <OnceShown label={t('keys.made', { name: made.name })} value={made.key} />}
        {isMaking && (
          <KeyForm
            onCancel={() => setIsMaking(false)}
            onMade={(key) => {
              setMade(key);
              setIsMaking(false);
            }}
          />
        )}
        <Loaded query={keys}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState icon="settings" title={t('keys.empty')}>
                {t('keys.emptyWhat')}
              </EmptyState>
            ) : (
              <ul className={`plain-list card ${classes.list}`}>
                {items.map((key) => (
                  <KeyLine key={key.id} of={key} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function KeyLine({ of: key }: { of: ApiKey }) {
  const t = useText(settingsTexts);
  const ta = useText(appTexts);
  const format = useFormat();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id: key.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEYS });
      announce(t('keys.revoked', { name: key.name }));
    },
  });
  const facts = [
    key.roles.map((role) => ta(`role.${role}`)).join(', '),
    key.lastUsedAt ? t('keys.used', { time: format.dateTime(key.lastUsedAt) }) : t('keys.unused'),
    key.expiresAt && t('keys.until', { time: format.date(key.expiresAt) }),
    !key.revokedAt && key.isStopped && t('keys.stopped'),
    key.revokedAt && t('keys.revokedAt', { time: format.dateTime(key.revokedAt) }),
  ].filter(Boolean);
  return (
    <li className={classes.line}>
      <span className={classes.what}>
        <span className="strong">{key.name}</span>
        <span className="dim small">{`${key.hint}…`}</span>
        <span className="small">{facts.join(' · ')}</span>
        <ProblemNote error={revoke.error} />
      </span>
      {!key.revokedAt && (
        <Button
          variant="default"
          size="sm"
          aria-label={t('keys.revokeNamed', { name: key.name })}
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          {t('keys.revoke')}
        </Button>
      )}
    </li>
  );
}

interface KeyFormProps {
  onCancel: () => void;
  onMade: (key: { name: string; key: string }) => void;
}

function KeyForm({ onCancel, onMade }: KeyFormProps) {
  const t = useText(settingsTexts);
  const ta = useText(appTexts);
  const areas = useAreas();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly (typeof ROLES)[number][]>(['viewer']);
  const [areaId, setAreaId] = useState('');
  const [until, setUntil] = useState('');
  const create = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/api-keys', {
          body: {
            name,
            roles: [...roles],
            ...(areaId && { areaIds: [areaId] }),
            ...(until && { expiresAt: `${until}T23:59:59+07:00` }),
          },
        }),
      ),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: KEYS });
      onMade({ name: made.name, key: made.key });
    },
  });
  const problem = create.error ? toProblem(create.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <TextInput
        label={t('keys.name')}
        description={t('keys.nameWhat')}
        required
        withAsterisk={false}
        autoFocus
        maxLength={200}
        value={name}
        error={problem?.at('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
        <legend style={{ padding: 0, marginBottom: 6 }}>{t('people.roles')}</legend>
        <div className="row" style={{ gap: '8px 20px' }}>
          {ROLES.map((role) => (
            <Checkbox
              key={role}
              label={ta(`role.${role}`)}
              checked={roles.includes(role)}
              onChange={(event) => {
                const isOn = event.currentTarget.checked;
                setRoles((before) => ROLES.filter((each) => (each === role ? isOn : before.includes(each))));
              }}
            />
          ))}
        </div>
        {problem?.at('roles') && <div style={{ color: 'var(--bad)' }}>{problem.at('roles')}</div>}
      </fieldset>
      <div className={classes.pair}>
        <NativeSelect
          label={t('keys.area')}
          value={areaId}
          error={problem?.at('areaIds.0')}
          onChange={(event) => setAreaId(event.currentTarget.value)}
        >
          <option value="">{t('keys.area.mine')}</option>
          {areas.data?.map(({ id, name: areaName }) => (
            <option key={id} value={id}>
              {areaName}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          label={t('keys.expires')}
          type="date"
          value={until}
          error={problem?.at('expiresAt')}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <ProblemNote error={create.error} />
      <div className="row">
        <Button type="submit" loading={create.isPending}>
          {t('keys.add')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
