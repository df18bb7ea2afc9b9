import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, ask } from '../../api/client.js';
import { type Webhook, type WebhookDelivery, WEBHOOKS } from '../../api/webhooks.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { webhookTexts } from '../../messages/webhooks.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { OnceShown } from '../settings/OnceShown.js';

/** Trying it, telling again what it missed, a new secret, off and on, away. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const t = useText(webhookTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [asks, setAsks] = useState<'renew' | 'remove' | null>(null);
  const params = { path: { id: webhook.id } };
  const renewed = () => queries.invalidateQueries({ queryKey: WEBHOOKS });
  const test = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/webhook-endpoints/{id}/test', { params })),
    onSettled: renewed,
  });
  const retry = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/webhook-endpoints/{id}/retry-failed', { params })),
    onSuccess: ({ retried }) => announce(t('webhook.retried', { count: retried })),
    onSettled: renewed,
  });
  const turn = useMutation({
    mutationFn: (isActive: boolean) =>
      ask(api.PATCH('/api/v1/webhook-endpoints/{id}', { params, body: { isActive } })),
    onSuccess: ({ isActive }) => announce(t(isActive ? 'webhook.onNow' : 'webhook.offNow')),
    onSettled: renewed,
  });
  const renew = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/webhook-endpoints/{id}/renew-secret', { params })),
    onSuccess: () => setAsks(null),
  });
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/webhook-endpoints/{id}', { params })),
    onSuccess: async () => {
      announce(t('webhook.removed', { name: webhook.name }));
      navigate('/settings/webhooks');
      await renewed();
    },
  });
  return (
    <>
      {test.data && <Outcome of={test.data} />}
      {renew.data && (
        <OnceShown label={t('webhook.secret', { name: webhook.name })} value={renew.data.secret} />
      )}
      <ProblemNote error={test.error ?? retry.error ?? turn.error} />
      <div className="row">
        {webhook.isActive && (
          <Button loading={test.isPending} onClick={() => test.mutate()}>
            {t('webhook.test')}
          </Button>
        )}
        {webhook.failed > 0 && (
          <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('webhook.retry')}
          </Button>
        )}
        <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate(!webhook.isActive)}>
          {t(webhook.isActive ? 'webhook.off' : 'webhook.on')}
        </Button>
        <Button variant="default" onClick={() => setAsks('renew')}>
          {t('webhook.renew')}
        </Button>
        <Button variant="default" onClick={() => setAsks('remove')}>
          {t('webhook.remove')}
        </Button>
      </div>
      <Modal
        opened={asks !== null}
        onClose={() => setAsks(null)}
        title={t(asks === 'remove' ? 'webhook.remove' : 'webhook.renew')}
        withCloseButton={false}
      >
        <p style={{ marginTop: 0 }}>{t(asks === 'remove' ? 'webhook.removeWhat' : 'webhook.renewWhat')}</p>
        <ProblemNote error={remove.error ?? renew.error} />
        <div className="row">
          {asks === 'remove' ? (
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t('webhook.remove')}
            </Button>
          ) : (
            <Button loading={renew.isPending} onClick={() => renew.mutate()}>
              {t('webhook.renew')}
            </Button>
          )}
          <Button variant="default" data-autofocus onClick={() => setAsks(null)}>
            {t('webhook.cancel')}
          </Button>
        </div>
      </Modal>
    </>
  );
}

function Outcome({ of: { state, status, error } }: { of: WebhookDelivery }) {
  const t = useText(webhookTexts);
  const isGood = state === 'delivered';
  return (
    <div className={`note ${isGood ? 'good' : 'bad'}`} role="status">
      {status === null
        ? t('webhook.testSilent', { error: error ?? '' })
        : t(isGood ? 'webhook.testGood' : 'webhook.testStatus', { status: String(status) })}
    </div>
  );
}
