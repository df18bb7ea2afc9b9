import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { ME } from '../../app/session.js';
import { securityTexts } from '../../messages/security.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { OnceShown } from '../settings/OnceShown.js';

const TWO_STEP = ['two-step'] as const;

/** Turns the second step on (password, secret, first code, recovery codes) and off. */
export function TwoStepCard() {
  const t = useText(securityTexts);
  const status = useQuery({
    queryKey: TWO_STEP,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/auth/two-step', { signal })),
  });
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <section className="card stack">
      <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('twoStep.title')}</h2>
      {codes && <OnceShown label={t('twoStep.codes')} value={codes.join('  ')} />}
      <Loaded query={status}>
        {({ isOn, recoveryCodesLeft }) =>
          isOn ? (
            <>
              <p style={{ margin: 0 }}>{t('twoStep.on', { count: recoveryCodesLeft })}</p>
              <TurnOff />
            </>
          ) : (
            <>
              <p style={{ margin: 0 }}>{t('twoStep.off')}</p>
              <TurnOn onCodes={setCodes} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function TurnOn({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const t = useText(securityTexts);
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const begin = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/two-step', { body: { password } })),
  });
  const confirm = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/two-step/confirm', { body: { otp: otp.trim() } })),
    onSuccess: async ({ recoveryCodes }) => {
      onCodes(recoveryCodes);
      await Promise.all([
        queries.invalidateQueries({ queryKey: TWO_STEP }),
        queries.invalidateQueries({ queryKey: ME }),
      ]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (begin.data) confirm.mutate();
    else begin.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      {begin.data ? (
        <>
          <OnceShown label={t('twoStep.secret')} value={begin.data.secret} />
          <a href={begin.data.uri}>{t('twoStep.open')}</a>
          <TextInput
            label={t('twoStep.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            value={otp}
            onChange={(event) => setOtp(event.currentTarget.value)}
          />
        </>
      ) : (
        <PasswordInput
          label={t('twoStep.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      <ProblemNote error={begin.error ?? confirm.error} />
      <div>
        <Button type="submit" loading={begin.isPending || confirm.isPending}>
          {t(begin.data ? 'twoStep.confirm' : 'twoStep.begin')}
        </Button>
      </div>
    </form>
  );
}

function TurnOff() {
  const t = useText(securityTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const remove = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/two-step/remove', { body: { password, otp: otp.trim() } })),
    onSuccess: async () => {
      announce(t('twoStep.removed'));
      await queries.invalidateQueries({ queryKey: TWO_STEP });
    },
  });
  if (!asks)
    return (
      <div>
        <Button variant="default" onClick={() => setAsks(true)}>
          {t('twoStep.remove')}
        </Button>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <PasswordInput
        label={t('twoStep.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <TextInput
        label={t('twoStep.code')}
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        value={otp}
        onChange={(event) => setOtp(event.currentTarget.value)}
      />
      <ProblemNote error={remove.error} />
      <div>
        <Button type="submit" variant="default" loading={remove.isPending}>
          {t('twoStep.remove')}
        </Button>
      </div>
    </form>
  );
}
