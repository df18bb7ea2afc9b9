import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { type Gateway, GATEWAYS } from '../../api/gateways.js';
import { useGateway } from '../../api/settings.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import type { ScreenProps } from '../../app/routes.js';
import { useMay } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { GatewayState } from './GatewayState.js';
import { GatewayValuesForm } from './GatewayValuesForm.js';
import { ZaloConsent } from './ZaloConsent.js';
import classes from './Settings.module.css';

/** One account: whether it works, its balance, a test to my phone; its rate, price and hours; stopping it, and letting it send. */
export default function GatewayScreen({ params }: ScreenProps) {
  const t = useText(settingsTexts);
  const gateway = useGateway(params.id!);
  return (
    <Page title={gateway.data?.name ?? t('settings.gateways')} back="/settings/gateways" narrow>
      <Loaded query={gateway} height={420}>
        {(it) => <Content gateway={it} />}
      </Loaded>
    </Page>
  );
}

function Content({ gateway }: { gateway: Gateway }) {
  const t = useText(settingsTexts);
  const may = useMay();
  return (
    <div className="stack">
      <div className="row">
        <GatewayState gateway={gateway} />
        <span className="dim">{t(`kind.${gateway.kind}`)}</span>
      </div>
      {gateway.heldReason && <div className="note warn">{gateway.heldReason}</div>}
      {may('gateway:write') && <Hold gateway={gateway} />}
      {may('gateway:write') && <Check gateway={gateway} />}
      {may('gateway:write') && gateway.kind.startsWith('zalo-') && <ZaloConsent gateway={gateway} />}
      {may('gateway:test') && gateway.capabilities.templates !== 'only' && <TestToMe gateway={gateway} />}
      {may('gateway:write') && <GatewayValuesForm key={gateway.version} gateway={gateway} />}
      {gateway.webhookUrl && (
        <section className="card stack tight">
          <h2 className={classes.title}>{t('gateway.webhook')}</h2>
          <p className="dim" style={{ margin: 0 }}>
            {t('gateway.webhookWhat')}
          </p>
          <div className={classes.secret}>{gateway.webhookUrl}</div>
        </section>
      )}
    </div>
  );
}

/** Pausing is undone by one press, so it does not ask first. */
function Hold({ gateway }: { gateway: Gateway }) {
  const t = useText(settingsTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: (state: 'active' | 'held') =>
      ask(api.PATCH('/api/v1/gateways/{id}', { params: { path: { id: gateway.id } }, body: { state } })),
    onSuccess: async (_gateway, state) => {
      await queries.invalidateQueries({ queryKey: GATEWAYS });
      announce(t(state === 'held' ? 'gateway.heldNow' : 'gateway.activeNow'));
    },
  });
  const isStopped = gateway.state === 'held' || gateway.breaker !== null;
  return (
    <div className="stack tight">
      <div>
        <Button
          variant={isStopped ? 'filled' : 'default'}
          loading={set.isPending}
          onClick={() => set.mutate(isStopped ? 'active' : 'held')}
        >
          {t(isStopped ? 'gateway.resume' : 'gateway.hold')}
        </Button>
      </div>
      <span className="dim small">{t(isStopped ? 'gateway.resumeWhat' : 'gateway.holdWhat')}</span>
      <ProblemNote error={set.error} />
    </div>
  );
}

function Check({ gateway }: { gateway: Gateway }) {
  const t = useText(settingsTexts);
  const format = useFormat();
  const check = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/gateways/{id}/check', { params: { path: { id: gateway.id } } })),
  });
  const health = check.data;
  return (
    <section className="card stack tight" aria-live="polite">
      <h2 className={classes.title}>{t('gateway.health')}</h2>
      {health && (
        <>
          <div className={`note ${health.ok ? 'good' : 'bad'}`}>{health.detail}</div>
          <dl className={classes.facts}>
            {health.balanceVnd !== undefined && (
              <>
                <dt>{t('gateway.balance')}</dt>
                <dd className="figures">{t('common.money', { vnd: format.number(health.balanceVnd) })}</dd>
              </>
            )}
            {health.quotaLeft !== undefined && (
              <>
                <dt>{t('gateway.quota')}</dt>
                <dd className="figures">{format.number(health.quotaLeft)}</dd>
              </>
            )}
            {health.senderNames && health.senderNames.length > 0 && (
              <>
                <dt>{t('gateway.senders')}</dt>
                <dd>{health.senderNames.join(', ')}</dd>
              </>
            )}
            {health.quality && (
              <>
                <dt>{t('gateway.quality')}</dt>
                <dd>{health.quality}</dd>
              </>
            )}
            {health.tokenExpiresAt && (
              <>
                <dt>{t('gateway.token')}</dt>
                <dd>{format.dateTime(health.tokenExpiresAt)}</dd>
              </>
            )}
          </dl>
        </>
      )}
      <div>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {t('gateway.check')}
        </Button>
      </div>
      <ProblemNote error={check.error} />
    </section>
  );
}

function TestToMe({ gateway }: { gateway: Gateway }) {
  const t = useText(settingsTexts);
  const [phone, setPhone] = useState('');
  const test = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/gateways/{id}/test', {
          params: { path: { id: gateway.id } },
          body: { phone, text: t('gateway.testText'), unaccented: true },
        }),
      ),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate();
  };
  return (
    <form className="card stack tight" onSubmit={submit}>
      <h2 className={classes.title}>{t('gateway.test')}</h2>
      <TextInput
        label={t('gateway.testPhone')}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        required
        withAsterisk={false}
        value={phone}
        onChange={(event) => setPhone(event.currentTarget.value)}
      />
      {test.data && (
        <div className={`note ${test.data.outcome === 'accepted' ? 'good' : 'bad'}`} role="status">
          {test.data.detail}
        </div>
      )}
      <ProblemNote error={test.error} />
      <div>
        <Button type="submit" variant="default" loading={test.isPending}>
          {t('gateway.testSend')}
        </Button>
      </div>
    </form>
  );
}
