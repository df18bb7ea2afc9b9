import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { type Gateway, GATEWAYS } from '../../api/gateways.js';
import { toProblem } from '../../api/problem.js';
import { type GatewayKindForm, useGatewayKinds } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { configOf, type FieldValues, valuesOf } from './gateway-draft.js';
import { GatewayFields, SecretFields } from './GatewayFields.js';
import { PaceFields, paceOf, type PaceValues, paceValues } from './PaceFields.js';
import classes from './Settings.module.css';

/** Changes an account: pace, price and hours first, then what its kind asks for. */
export function GatewayValuesForm({ gateway }: { gateway: Gateway }) {
  const kinds = useGatewayKinds();
  return (
    <Loaded query={kinds} height={300}>
      {(items) => <Form gateway={gateway} form={items.find(({ kind }) => kind === gateway.kind)!} />}
    </Loaded>
  );
}

function Form({ gateway, form }: { gateway: Gateway; form: GatewayKindForm }) {
  const t = useText(settingsTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [pace, setPace] = useState<PaceValues>(() => paceValues(gateway));
  const [values, setValues] = useState<FieldValues>(() => valuesOf(form, gateway.config));
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [broken, setBroken] = useState<readonly string[]>([]);
  const save = useMutation({
    mutationFn: (config: Record<string, unknown>) =>
      ask(
        api.PATCH('/api/v1/gateways/{id}', {
          params: { path: { id: gateway.id } },
          body: {
            ...paceOf(pace),
            config,
            secrets: Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== '')),
            version: gateway.version,
          },
        }),
      ),
    onSuccess: async () => {
      announce(t('gateway.saved'));
      await queries.invalidateQueries({ queryKey: GATEWAYS });
    },
  });
  const problem = save.error ? toProblem(save.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = configOf(form, values);
    setBroken(read.broken);
    if (read.broken.length === 0) save.mutate(read.config);
  };
  const secretNames = [...new Set([...form.secretNames, ...(gateway.secretNames ?? [])])];
  return (
    <form className="card stack" onSubmit={submit}>
      <h2 className={classes.title}>{t('gateway.values')}</h2>
      <PaceFields values={pace} change={setPace} problem={problem} />
      <GatewayFields
        form={form}
        values={values}
        change={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
        broken={broken}
        problem={problem}
      />
      <SecretFields
        names={secretNames}
        set={gateway.secretNames ?? []}
        secrets={secrets}
        change={(name, value) => setSecrets((before) => ({ ...before, [name]: value }))}
        problem={problem}
      />
      <ProblemNote error={save.error} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
