import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { USERS } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { useMe } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { MembershipFields, type MembershipValue } from './MembershipFields.js';
import { OnceShown } from './OnceShown.js';

/** A new person; the first password is made by the server and shown once. */
export default function NewPersonScreen() {
  const t = useText(settingsTexts);
  const queries = useQueryClient();
  const own = useMe().grants.find(({ role }) => role === 'admin');
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [memberships, setMemberships] = useState<readonly MembershipValue[]>([
    { role: 'propagandist', areaId: own?.areaId ?? null },
  ]);
  const create = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/users', {
          body: {
            username,
            ...(displayName.trim() && { displayName }),
            memberships: memberships.map((each) => ({ ...each })),
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: USERS }),
  });
  const problem = create.error ? toProblem(create.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  if (create.data) {
    return (
      <Page title={t('people.added', { name: create.data.displayName })} back="/settings/people" narrow>
        <div className="stack">
          <OnceShown
            label={t('people.password', { username: create.data.username })}
            value={create.data.password!}
          />
          <p style={{ margin: 0 }}>{t('people.passwordWhat')}</p>
          <div>
            <Button component={Link} href="/settings/people">
              {t('people.back')}
            </Button>
          </div>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('people.add')} back="/settings/people" narrow>
      <form className="card stack" onSubmit={submit}>
        <TextInput
          label={t('people.username')}
          description={t('people.usernameWhat')}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          value={username}
          error={problem?.at('username')}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <TextInput
          label={t('people.name')}
          autoComplete="off"
          maxLength={200}
          value={displayName}
          error={problem?.at('displayName')}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
        />
        <MembershipFields values={memberships} change={setMemberships} error={problem?.at('memberships')} />
        <ProblemNote error={create.error} />
        <div>
          <Button type="submit" loading={create.isPending}>
            {t('people.add')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
