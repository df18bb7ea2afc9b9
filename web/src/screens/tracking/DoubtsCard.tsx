import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Campaign, campaignKey } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { useDoubts } from '../../api/tracking.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { trackingTexts } from '../../messages/tracking.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const VERDICTS = ['delivered', 'not-delivered', 'send-again'] as const;

/** What nobody knows: one sentence that explains it, and the three ways out. */
export function DoubtsCard({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const may = useMay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const doubts = useDoubts(campaign.id, campaign.account.inDoubt);
  const decide = useMutation({
    mutationFn: (verdict: (typeof VERDICTS)[number]) =>
      ask(
        api.POST('/api/v1/campaigns/{id}/doubts', {
          params: { path: { id: campaign.id } },
          body: { verdict },
        }),
      ),
    onSuccess: ({ changed }) => announce(t('doubt.done', { count: changed })),
    onSettled: () => queries.invalidateQueries({ queryKey: campaignKey(campaign.id) }),
  });
  return (
    <section className="note warn">
      <h2 style={{ margin: '0 0 8px', fontSize: '1.125rem' }}>
        {t('doubt.title', { count: campaign.account.inDoubt })}
      </h2>
      {doubts.data?.sentence && <p>{doubts.data.sentence}</p>}
      <ProblemNote error={decide.error ?? doubts.error} />
      {may('campaign:control') && (
        <div className="row no-print">
          {VERDICTS.map((verdict) => (
            <Button
              key={verdict}
              variant="default"
              loading={decide.isPending && decide.variables === verdict}
              onClick={() => decide.mutate(verdict)}
            >
              {t(`doubt.${verdict}`)}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}
