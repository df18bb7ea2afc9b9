import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { ME } from '../../app/session.js';
import { signInTexts } from '../../messages/sign-in.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** What the way back from the identity provider may say in the address. */
const SAID = ['oidc-refused', 'oidc-unknown', 'oidc-unreachable', 'oidc-off'] as const;
type Said = (typeof SAID)[number];

function saidInAddress(): string | null {
  return new URLSearchParams(window.location.search).get('oidc');
}

/** The other way in, where the installation has an identity provider; and the second step after it. */
export function ProviderDoor() {
  const t = useText(signInTexts);
  const methods = useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: () => ask(api.GET('/api/v1/auth/methods')),
    staleTime: Infinity,
  });
  const said = saidInAddress();
  if (said === 'otp-needed') return <SecondStep />;
  const oidc = methods.data?.oidc;
  if (!oidc) return null;
  return (
    <div className="stack" style={{ marginTop: 16 }}>
      {SAID.includes(said as Said) && (
        <p role="alert" style={{ margin: 0 }}>
          {t(`signIn.${said as Said}`)}
        </p>
      )}
      <Button component="a" href={oidc.startUrl} variant="default" fullWidth>
        {t('signIn.provider', { label: oidc.label })}
      </Button>
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
