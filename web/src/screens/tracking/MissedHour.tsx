import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Campaign, CAMPAIGNS } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { trackingTexts } from '../../messages/tracking.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** A schedule whose hours passed while nothing ran: a person decides. */
export function MissedHour({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const may = useMay();
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/campaigns/{id}/confirm', {
          params: { path: { id: campaign.id } },
          body: {},
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: CAMPAIGNS }),
  });
  return (
    <div className="note warn">
      <p style={{ margin: '0 0 8px' }}>
        <b>{t('asks.title')}</b> {t('asks.what')}
      </p>
      <ProblemNote error={confirm.error} />
      {may('campaign:control') && (
        <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {t('asks.now')}
        </Button>
      )}
    </div>
  );
}
