import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask, type Schemas } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay, useMe } from '../../app/session.js';
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
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [toUsername, setToUsername] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const create = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/delegations', {
          body: { toUsername, startsAt: `${from}T00:00:00+07:00`, endsAt: `${until}T23:59:59+07:00` },
        }),
      ),
    onSuccess: async () => {
      setToUsername('');
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
      <TextInput
        label={t('delegation.to')}
        autoCapitalize="none"
        autoComplete="off"
        required
        withAsterisk={false}
        value={toUsername}
        error={problem?.at('toUsername')}
        onChange={(event) => setToUsername(event.currentTarget.value)}
      />
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
      <ProblemNote error={create.error} />
      <div>
        <Button type="submit" loading={create.isPending}>
          {t('delegation.lend')}
        </Button>
      </div>
    </form>
  );
}
