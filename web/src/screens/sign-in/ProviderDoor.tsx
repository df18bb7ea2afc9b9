import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { useSignInMethods } from '../../api/sign-in.js';
import { useText } from '../../app/language.js';
import { ME } from '../../app/session.js';
import { signInTexts } from '../../messages/sign-in.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { ProviderNote, saidByProvider } from '../../ui/ProviderNote.js';

/** The other way in, where the installation has an identity provider; and the second step after it. */
export function ProviderDoor() {
  const t = useText(signInTexts);
  const methods = useSignInMethods();
  if (saidByProvider() === 'otp-needed') return <SecondStep />;
  const oidc = methods.data?.oidc;
  return (
    <div className="stack" style={{ marginTop: 16 }}>
      <ProviderNote />
      {oidc && (
        <Button component="a" href={oidc.startUrl} variant="default" fullWidth>
          {t('signIn.provider', { label: oidc.label })}
        </Button>
      )}
    </div>
  );
}

function SecondStep() {
  const t = useText(signInTexts);
  const queries = useQueryClient();
  const [otp, setOtp] = useState('');
  const finish = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/oidc/finish', { body: { otp: otp.trim() } })),
    onSuccess: () => {
      window.history.replaceState(null, '', '/');
      return queries.resetQueries({ queryKey: ME });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    finish.mutate();
  };
  return (
    <form onSubmit={submit} className="stack" style={{ marginTop: 16 }}>
      <TextInput
        label={t('signIn.otp')}
        description={t('signIn.otp.hint')}
        name="provider-otp"
        autoComplete="one-time-code"
        autoFocus
        required
        withAsterisk={false}
        value={otp}
        onChange={(event) => setOtp(event.currentTarget.value)}
      />
      <ProblemNote error={finish.error} />
      <Button type="submit" fullWidth loading={finish.isPending}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}
