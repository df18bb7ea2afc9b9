import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/client.js';
import type { Gateway } from '../../api/gateways.js';
import { useFormat, useText } from '../../app/language.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './Settings.module.css';

/** Whether the OA lets us speak for it, until when, and the way to Zalo's page where its administrator allows it. */
export function ZaloConsent({ gateway }: { gateway: Gateway }) {
  const t = useText(settingsTexts);
  const format = useFormat();
  const path = { params: { path: { id: gateway.id } } };
  const state = useQuery({
    queryKey: ['zalo', gateway.id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/gateways/{id}/zalo', { ...path, signal })),
  });
  const begin = useMutation({
    mutationFn: () => ask(api.GET('/api/v1/gateways/{id}/zalo/consent', path)),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  return (
    <section className="card stack tight">
      <h2 className={classes.title}>{t('zalo.title')}</h2>
      <Loaded query={state} height={60}>
        {(it) => (
          <>
            <div className={`note ${it.consent === 'given' ? 'good' : 'warn'}`}>
              {it.consent === 'given'
                ? t('zalo.given', { time: it.accessExpiresAt ? format.dateTime(it.accessExpiresAt) : '' })
                : t(`zalo.${it.consent}`)}
            </div>
            <p className="dim small" style={{ margin: 0 }}>
              {t('zalo.users', { known: it.users.known, linked: it.users.linked })}
            </p>
            <p className="dim small" style={{ margin: 0 }}>
              {t('zalo.callback')} <span className={classes.secret}>{it.callbackUrl}</span>
            </p>
          </>
        )}
      </Loaded>
      <div>
        <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
          {t('zalo.begin')}
        </Button>
      </div>
      <ProblemNote error={begin.error} />
    </section>
  );
}
