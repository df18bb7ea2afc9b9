import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Area, useAreas } from '../../api/areas.js';
import { api, ask, type Schemas } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { RetentionCard } from './RetentionCard.js';
import { useSave } from './use-save.js';

type Office = Schemas['Office'];

const FIELDS = ['above', 'name', 'place', 'signerTitle', 'phone'] as const;

/** What stands at the head and the foot of the reports of each commune, and how long the office keeps personal data. */
export default function OfficeScreen() {
  const t = useText(settingsTexts);
  const areas = useAreas();
  return (
    <Page title={t('settings.office')} lead={t('office.lead')} back="/settings" narrow>
      <div className="stack">
        <Loaded query={areas}>
          {(items) => <Choice areas={items.filter(({ level }) => level !== 'neighbourhood')} />}
        </Loaded>
        <RetentionCard />
      </div>
    </Page>
  );
}

function Choice({ areas }: { areas: readonly Area[] }) {
  const t = useText(settingsTexts);
  const [areaId, setAreaId] = useState(areas[0]?.id ?? null);
  const office = useQuery({
    queryKey: ['office', areaId],
    enabled: areaId !== null,
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/areas/{id}/office', { params: { path: { id: areaId! } }, signal })),
  });
  if (areaId === null) return <p>{t('office.noArea')}</p>;
  return (
    <div className="stack">
      {areas.length > 1 && (
        <NativeSelect
          label={t('office.area')}
          value={areaId}
          onChange={(event) => setAreaId(event.currentTarget.value)}
        >
          {areas.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
      <Loaded query={office} height={360}>
        {(it) => <Form key={`${areaId} ${JSON.stringify(it)}`} areaId={areaId} office={it} />}
      </Loaded>
    </div>
  );
}

function Form({ areaId, office }: { areaId: string; office: Office }) {
  const t = useText(settingsTexts);
  const [values, setValues] = useState(() => {
    const { isSet: _isSet, ...rest } = office;
    return rest;
  });
  const save = useSave(['office'], () =>
    ask(api.PUT('/api/v1/areas/{id}/office', { params: { path: { id: areaId } }, body: values })),
  );
  return (
    <form className="card stack" onSubmit={save.submit}>
      {!office.isSet && <div className="note">{t('office.unset')}</div>}
      {FIELDS.map((field) => (
        <TextInput
          key={field}
          label={t(`office.${field}`)}
          maxLength={200}
          value={values[field] ?? ''}
          error={save.at(field)}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setValues((before) => ({ ...before, [field]: value }));
          }}
        />
      ))}
      <ProblemNote error={save.error} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
