import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useSignInMethods } from '../../api/sign-in.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { securityTexts } from '../../messages/security.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const LINK = ['provider-link'] as const;

/** Linking my account to the identity provider, where the installation has one, and taking the link away. */
export function ProviderCard() {
  const t = useText(securityTexts);
  const format = useFormat();
  const methods = useSignInMethods();
  const link = useQuery({
    queryKey: LINK,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/auth/oidc/link', { signal })),
  });
  const oidc = methods.data?.oidc ?? null;
  const linkedAt = link.data?.linkedAt ?? null;
  // Where there is no provider any more, a link from earlier can still be taken away.
  if (!oidc && linkedAt === null) return null;
  return (
    <section className="card stack">
      <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('provider.title')}</h2>
      <Loaded query={link} height={80}>
        {() =>
          linkedAt === null ? (
            <>
              <p style={{ margin: 0 }}>{t('provider.off', { label: oidc!.label })}</p>
              <Confirmed does="link" label={t('provider.link', { label: oidc!.label })} />
            </>
          ) : (
            <>
              <p style={{ margin: 0 }}>{t('provider.on', { time: format.dateTime(linkedAt) })}</p>
              <Confirmed does="unlink" label={t('provider.unlink')} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

/** The password first: whoever finds the screen open must not change how its owner signs in. */
function Confirmed({ does, label }: { does: 'link' | 'unlink'; label: string }) {
  const t = useText(securityTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const act = useMutation({
    mutationFn: async () => {
      const body = { password };
      if (does === 'link') {
        const { url } = await ask(api.POST('/api/v1/auth/oidc/link', { body }));
        window.location.assign(url);
        return;
      }
      await ask(api.POST('/api/v1/auth/oidc/unlink', { body }));
      announce(t('provider.unlinked'));
      setPassword('');
      await queries.invalidateQueries({ queryKey: LINK });
    },
  });
  const problem = act.error ? toProblem(act.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <PasswordInput
        label={t('twoStep.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        error={problem?.at('password')}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <ProblemNote error={act.error} />
      <div>
        <Button type="submit" variant={does === 'link' ? 'filled' : 'default'} loading={act.isPending}>
          {label}
        </Button>
      </div>
    </form>
  );
}
