import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { ME } from '../../app/session.js';
import { signInTexts } from '../../messages/sign-in.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { DoorStep } from './DoorStep.js';
import { ProviderDoor } from './ProviderDoor.js';

/** Whether the server wants the second step: it knows the password and asks for a code. */
const wantsCode = (error: unknown) => error instanceof Problem && error.code === 'otp-needed';

/** Username and password; where the account has two steps, a code after them. */
export default function SignInScreen() {
  const t = useText(signInTexts);
  const queries = useQueryClient();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const signIn = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/auth/login', { body: { username, password, ...(otp && { otp: otp.trim() }) } })),
    onSuccess: () => queries.resetQueries({ queryKey: ME }),
    onError: (error) => {
      if (wantsCode(error)) setAsksCode(true);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  // The first question for a code is no error.
  const shownError = wantsCode(signIn.error) && !otp ? null : signIn.error;
  return (
    <DoorStep title={t('signIn.title')}>
      <form onSubmit={submit} className="stack">
        <TextInput
          label={t('signIn.username')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {asksCode && (
          <TextInput
            label={t('signIn.otp')}
            description={t('signIn.otp.hint')}
            name="otp"
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            required
            withAsterisk={false}
            value={otp}
            onChange={(event) => setOtp(event.currentTarget.value)}
          />
        )}
        <ProblemNote error={shownError} />
        <Button type="submit" fullWidth loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
        <p className="dim small" style={{ margin: 0 }}>
          {t('signIn.forgotten')}
        </p>
      </form>
      <ProviderDoor />
    </DoorStep>
  );
}
