import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask, type Schemas } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay, useMe } from '../../app/session.js';
import { appTexts } from '../../messages/app.js';
import { delegationTexts } from '../../messages/delegations.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { useNow } from '../../ui/use-now.js';

type Delegation = Schemas['Delegation'];

const DELEGATIONS = ['delegations'] as const;

/** Lending my right to release while I am away, and what others have lent to me. */
export default function DelegationsScreen() {
  const t = useText(delegationTexts);
  const may = useMay();
  const delegations = useQuery({
    queryKey: DELEGATIONS,
    queryFn: async ({ signal }) => (await ask(api.GET('/api/v1/delegations', { signal }))).items,
  });
  return (
    <Page title={t('delegation.title')} lead={t('delegation.lead')} back="/account" narrow>
      <div className="stack">
        {may('approval:lend') && <Lend />}
        <Loaded query={delegations}>
          {(items) =>
            items.length === 0 ? (
              <p className="dim">{t('delegation.none')}</p>
            ) : (
              <ul className="plain-list card stack tight">
                {items.map((each) => (
                  <Line key={each.id} delegation={each} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function Line({ delegation }: { delegation: Delegation }) {
  const t = useText(delegationTexts);
  const format = useFormat();
  const me = useMe();
  const now = useNow();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () =>
      ask(api.DELETE('/api/v1/delegations/{id}', { params: { path: { id: delegation.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: DELEGATIONS });
      announce(t('delegation.ended'));
    },
  });
  const isOver = delegation.endedAt !== null || Date.parse(delegation.endsAt) < now;
  return (
    <li className="row spread">
      <span>
        <span className="strong">
          {t('delegation.line', { from: delegation.fromName, to: delegation.toName })}
        </span>
        <span className="dim small" style={{ display: 'block' }}>
          {t('delegation.period', {
            from: format.dateTime(delegation.startsAt),
            until: format.dateTime(delegation.endedAt ?? delegation.endsAt),
          })}
        </span>
        <ProblemNote error={end.error} />
      </span>
      {!isOver && delegation.fromUserId === me.user?.id && (
        <Button variant="default" size="sm" loading={end.isPending} onClick={() => end.mutate()}>
          {t('delegation.end')}
        </Button>
      )}
    </li>
  );
}

function Lend() {
  const t = useText(delegationTexts);
  const ta = useText(appTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [toUserId, setToUserId] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const substitutes = useQuery({
    queryKey: [...DELEGATIONS, 'substitutes'],
    queryFn: async ({ signal }) => (await ask(api.GET('/api/v1/delegations/substitutes', { signal }))).items,
  });
  const create = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/delegations', {
          body: { toUserId, startsAt: `${from}T00:00:00+07:00`, endsAt: `${until}T23:59:59+07:00` },
        }),
      ),
    onSuccess: async () => {
      setToUserId('');
      await queries.invalidateQueries({ queryKey: DELEGATIONS });
      announce(t('delegation.done'));
    },
  });
  const problem = create.error ? toProblem(create.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <NativeSelect
        label={t('delegation.to')}
        required
        withAsterisk={false}
        value={toUserId}
        error={problem?.at('toUserId')}
        onChange={(event) => setToUserId(event.currentTarget.value)}
      >
        <option value="">{t('delegation.choose')}</option>
        {substitutes.data?.map(({ id, displayName, roles }) => (
          <option key={id} value={id}>
            {`${displayName} (${roles.map((role) => ta(`role.${role}`)).join(', ')})`}
          </option>
        ))}
      </NativeSelect>
      <TextInput
        label={t('delegation.from')}
        type="date"
        required
        withAsterisk={false}
        value={from}
        error={problem?.at('startsAt')}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        label={t('delegation.until')}
        type="date"
        required
        withAsterisk={false}
        value={until}
        error={problem?.at('endsAt')}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <ProblemNote error={create.error ?? substitutes.error} />
      <div>
        <Button type="submit" loading={create.isPending}>
          {t('delegation.lend')}
        </Button>
      </div>
    </form>
  );
}
