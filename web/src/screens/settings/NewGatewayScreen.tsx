import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { useAreas } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { GATEWAYS } from '../../api/gateways.js';
import { toProblem } from '../../api/problem.js';
import { type GatewayKindForm, useGatewayKinds } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { useMe } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { configOf, type FieldValues, valuesOf } from './gateway-draft.js';
import { GatewayFields, SecretFields } from './GatewayFields.js';
import { PaceFields, paceOf, type PaceValues, paceValues } from './PaceFields.js';

/** Connects an operator account: first which operator, then what that one asks for. */
export default function NewGatewayScreen() {
  const t = useText(settingsTexts);
  const kinds = useGatewayKinds();
  const [kind, setKind] = useState('');
  return (
    <Page title={t('gateways.add')} lead={t('gateways.addWhat')} back="/settings/gateways" narrow>
      <Loaded query={kinds}>
        {(items) => {
          const form = items.find((each) => each.kind === kind);
          return (
            <div className="stack">
              <NativeSelect
                label={t('gateway.kind')}
                value={kind}
                onChange={(event) => setKind(event.currentTarget.value)}
              >
                <option value="">{t('gateway.pick')}</option>
                {items.map((each) => (
                  <option key={each.kind} value={each.kind}>
                    {t(`kind.${each.kind}`)}
                  </option>
                ))}
              </NativeSelect>
              {form && <Form key={kind} form={form} />}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Form({ form }: { form: GatewayKindForm }) {
  const t = useText(settingsTexts);
  const queries = useQueryClient();
  const [, go] = useLocation();
  const areas = useAreas();
  const isEverywhere = useMe().grants.some(({ role, areaId }) => role === 'admin' && areaId === null);
  const [areaId, setAreaId] = useState('');
  const [pace, setPace] = useState<PaceValues>(() => ({
    ...paceValues(null),
    partsPerSecond: form.partsPerSecond === null ? '' : String(form.partsPerSecond),
  }));
  const [values, setValues] = useState<FieldValues>(() => valuesOf(form, null));
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [broken, setBroken] = useState<readonly string[]>([]);
  const create = useMutation({
    mutationFn: (config: Record<string, unknown>) =>
      ask(
        api.POST('/api/v1/gateways', {
          // Which fields a configuration has hangs on its kind; the server checks them.
          body: {
            kind: form.kind,
            ...paceOf(pace),
            config,
            secrets: Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== '')),
            ...(areaId && { areaId }),
          } as never,
        }),
      ),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: GATEWAYS });
      go(`/settings/gateways/${id}`);
    },
  });
  const problem = create.error ? toProblem(create.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = configOf(form, values);
    setBroken(read.broken);
    if (read.broken.length === 0) create.mutate(read.config);
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <PaceFields values={pace} change={setPace} problem={problem} />
      <NativeSelect
        label={t('gateway.area')}
        description={t('gateway.areaWhat')}
        value={areaId}
        error={problem?.at('areaId')}
        onChange={(event) => setAreaId(event.currentTarget.value)}
      >
        <option value="">{t(isEverywhere ? 'gateway.area.all' : 'gateway.area.mine')}</option>
        {areas.data
          ?.filter(({ level }) => level !== 'neighbourhood')
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </NativeSelect>
      <GatewayFields
        form={form}
        values={values}
        change={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        broken={broken}
        problem={problem}
      />
      <SecretFields
        names={form.secretNames}
        set={[]}
        secrets={secrets}
        change={(name, value) => setSecrets((before) => ({ ...before, [name]: value }))}
        problem={problem}
      />
      <ProblemNote error={create.error} />
      <div>
        <Button type="submit" loading={create.isPending}>
          {t('gateways.connect')}
        </Button>
      </div>
    </form>
  );
}
