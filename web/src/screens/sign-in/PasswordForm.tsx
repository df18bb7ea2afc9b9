import { Button, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { signInTexts } from '../../messages/sign-in.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** The old and the new password; typed once, since it can be looked at. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const t = useText(signInTexts);
  const announce = useAnnounce();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/password', { body: { currentPassword, newPassword } })),
    onSuccess: () => {
      announce(t('password.done'));
      onDone();
    },
  });
  const problem = change.error ? toProblem(change.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form onSubmit={submit} className="stack">
      <PasswordInput
        label={t('password.current')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={currentPassword}
        error={problem?.at('currentPassword')}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('password.new')}
        description={t('password.rule')}
        autoComplete="new-password"
        required
        withAsterisk={false}
        value={newPassword}
        error={problem?.at('newPassword')}
        onChange={(event) => setNew(event.currentTarget.value)}
      />
      <ProblemNote error={problem} />
      <Button type="submit" loading={change.isPending}>
        {t('password.submit')}
      </Button>
    </form>
  );
}
