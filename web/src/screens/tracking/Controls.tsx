import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { afterAction } from '../../../../src/domain/campaign-states.js';
import { type Campaign, CAMPAIGNS } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { trackingTexts } from '../../messages/tracking.js';
import { Icon } from '../../ui/Icon.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** Pause, go on, cancel: each with what it means in households. A pause can be undone, so it does not ask. */
export function Controls({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const may = useMay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const params = { path: { id: campaign.id } };
  const settled = () => queries.invalidateQueries({ queryKey: CAMPAIGNS });
  const resume = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/campaigns/{id}/resume', { params })),
    onSuccess: () => announce(t('act.resumed')),
    onSettled: settled,
  });
  const pause = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/campaigns/{id}/pause', { params })),
    onSuccess: () =>
      announce(t('act.paused'), {
        label: t('act.undo'),
        run: () => resume.mutate(),
      }),
    onSettled: settled,
  });
  const cancel = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/campaigns/{id}/cancel', { params })),
    onSuccess: () => announce(t('act.cancelled')),
    onSettled: () => {
      setAsks(false);
      return settled();
    },
  });
  const revise = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/campaigns/{id}/revise', { params })),
    onSuccess: () => announce(t('act.revised')),
    onSettled: settled,
  });
  if (!may('campaign:control')) return null;
  const { account, state } = campaign;
  const left = account.planned + account.sending;
  const can = (action: 'pause' | 'resume' | 'cancel') => afterAction(state, action) !== null;
  const canRevise = may('campaign:write') && afterAction(state, 'revise') !== null;
  if (!can('pause') && !can('resume') && !can('cancel')) return null;
  const isBefore = account.audience === 0;
  return (
    <div className="stack tight no-print">
      <div className="row">
        {can('pause') && (
          <Button
            size="lg"
            loading={pause.isPending}
            leftSection={<Icon name="pause" />}
            onClick={() => pause.mutate()}
          >
            {t('act.pause')}
          </Button>
        )}
        {can('resume') && (
          <Button
            size="lg"
            loading={resume.isPending}
            leftSection={<Icon name="play" />}
            onClick={() => resume.mutate()}
          >
            {t('act.resume', { left })}
          </Button>
        )}
        {canRevise && (
          <Button variant="default" size="lg" loading={revise.isPending} onClick={() => revise.mutate()}>
            {t('act.revise')}
          </Button>
        )}
        {can('cancel') && (
          <Button variant="default" size="lg" onClick={() => setAsks(true)}>
            {t(isBefore ? 'act.cancelAll' : 'act.cancel')}
          </Button>
        )}
      </div>
      <ProblemNote error={pause.error ?? resume.error ?? cancel.error ?? revise.error} />
      <Modal opened={asks} onClose={() => setAsks(false)} title={t('cancel.title')} withCloseButton={false}>
        <p style={{ marginTop: 0 }}>
          {isBefore ? t('cancel.whatBefore') : t('cancel.what', { left, sent: account.audience - left })}
        </p>
        <div className="row">
          <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t(isBefore ? 'act.cancelAll' : 'act.cancel')}
          </Button>
          <Button variant="default" data-autofocus onClick={() => setAsks(false)}>
            {t('cancel.keep')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
