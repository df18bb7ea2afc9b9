import { Anchor, Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { api, ask, type Schemas } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { type User, USERS, useUser } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import type { ScreenProps } from '../../app/routes.js';
import { useMe } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { MembershipFields, type MembershipValue } from './MembershipFields.js';
import { OnceShown } from './OnceShown.js';
import classes from './Settings.module.css';

/** One person: name, roles over areas, a new password, a lost phone, leaving. */
export default function PersonScreen({ params }: ScreenProps) {
  const t = useText(settingsTexts);
  const me = useMe();
  const user = useUser(params.id!);
  return (
    <Page
      title={user.data?.displayName ?? t('settings.people')}
      lead={user.data?.username}
      back="/settings/people"
      narrow
    >
      <Loaded query={user} height={320}>
        {(it) => (
          <div className="stack">
            <Details key={it.id} user={it} />
            {it.id === me.user?.id ? <OwnSignIn /> : <SignIn user={it} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

type Change = NonNullable<Parameters<typeof change>[1]>;

function change(
  id: string,
  body: Partial<Pick<User, 'displayName' | 'disabled'>> & {
    password?: string;
    memberships?: MembershipValue[];
  },
): Promise<Schemas['User']> {
  return ask(api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body }));
}

function useChange(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Change) => change(id, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
  });
}

function Details({ user }: { user: User }) {
  const t = useText(settingsTexts);
  const announce = useAnnounce();
  const [displayName, setDisplayName] = useState(user.displayName);
  // Null while they are as they were: whoever changes a role only needs no right over the person.
  const [memberships, setMemberships] = useState<readonly MembershipValue[] | null>(null);
  const save = useChange(user.id);
  const problem = save.error ? toProblem(save.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body: Change = {
      ...(displayName.trim() !== user.displayName && { displayName }),
      ...(memberships && { memberships: [...memberships] }),
    };
    save.mutate(body, {
      onSuccess: () => {
        setMemberships(null);
        announce(t('people.saved'));
      },
    });
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <TextInput
        label={t('people.name')}
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={200}
        value={displayName}
        error={problem?.at('displayName')}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <MembershipFields
        values={memberships ?? user.memberships.map(({ areaName: _areaName, ...membership }) => membership)}
        change={setMemberships}
        error={problem?.at('memberships')}
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

/** 120 bits, in letters that are not taken for each other. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789x';
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const text = [...bytes].map((byte) => letters[byte % 32]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** One's own is changed by who knows the password, elsewhere. */
function OwnSignIn() {
  const t = useText(settingsTexts);
  return (
    <section className="card stack">
      <h2 className={classes.title}>{t('people.signIn')}</h2>
      <Anchor component={Link} href="/account">
        {t('people.signInOwn')}
      </Anchor>
    </section>
  );
}

function SignIn({ user }: { user: User }) {
  const t = useText(settingsTexts);
  const announce = useAnnounce();
  const [password, setPassword] = useState<string | null>(null);
  const set = useChange(user.id);
  const disable = useChange(user.id);
  const reset = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/users/{id}/reset-two-step', { params: { path: { id: user.id } } })),
    onSuccess: () => announce(t('people.twoStepReset')),
  });
  const giveNew = () => {
    const made = newPassword();
    set.mutate({ password: made }, { onSuccess: () => setPassword(made) });
  };
  const setDisabled = (disabled: boolean) =>
    disable.mutate(
      { disabled },
      {
        onSuccess: () =>
          announce(
            t(disabled ? 'people.disabledNow' : 'people.enabledNow', { name: user.displayName }),
            disabled ? { label: t('common.undo'), run: () => setDisabled(false) } : undefined,
          ),
      },
    );
  return (
    <section className="card stack">
      <h2 className={classes.title}>{t('people.signIn')}</h2>
      {password && <OnceShown label={t('people.password', { username: user.username })} value={password} />}
      <div className="row">
        <Button variant="default" loading={set.isPending} onClick={giveNew}>
          {t('people.newPassword')}
        </Button>
        <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate()}>
          {t('people.resetTwoStep')}
        </Button>
        <Button variant="default" loading={disable.isPending} onClick={() => setDisabled(!user.disabled)}>
          {t(user.disabled ? 'people.enable' : 'people.disable')}
        </Button>
      </div>
      <p className="dim small" style={{ margin: 0 }}>
        {t('people.signInWhat')}
      </p>
      <ProblemNote error={set.error ?? disable.error ?? reset.error} />
    </section>
  );
}
