import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Campaign, campaignKey } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { reasonTexts } from '../../messages/reasons.js';
import { trackingTexts } from '../../messages/tracking.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

const isKnown = (key: string): key is keyof typeof reasonTexts => key in reasonTexts;

const MINUTE_MS = 60_000;

/** What may be tried again: how many households, for which reasons, and the button that does it. Nothing where there is none. */
export function RetryCard({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const why = useText(reasonTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const params = { path: { id: campaign.id } };
  const { undelivered, rejected, skipped } = campaign.account;
  const isRunning = campaign.state === 'running';
  const offer = useQuery({
    // Reads the whole ledger: once a minute is enough while it changes all the time.
    queryKey: [...campaignKey(campaign.id), 'retry', ...(isRunning ? [] : [undelivered, rejected, skipped])],
    refetchInterval: isRunning && MINUTE_MS,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/campaigns/{id}/retry', { params, signal })),
    enabled: undelivered + rejected + skipped > 0,
    placeholderData: (known) => known,
  });
  const chosen = offer.data?.reasons.filter(({ reason }) => !left.has(reason)) ?? [];
  const count = chosen.reduce((sum, { households }) => sum + households, 0);
  const retry = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/campaigns/{id}/retry', {
          params,
          body: { reasons: chosen.map(({ reason }) => reason) as never },
        }),
      ),
    onSuccess: ({ households }) => announce(t('retry.done', { count: households })),
    onSettled: () => queries.invalidateQueries({ queryKey: campaignKey(campaign.id) }),
  });
  if (offer.error) return <ProblemNote error={offer.error} />;
  if (!offer.data || offer.data.households === 0) return null;
  const toggle = (reason: string, isOn: boolean) =>
    setLeft((known) => {
      const next = new Set(known);
      if (isOn) next.delete(reason);
      else next.add(reason);
      return next;
    });
  return (
    <section className="card stack no-print" aria-labelledby="retry">
      <h2 id="retry" style={{ margin: 0, fontSize: '1.25rem' }}>
        {t('retry.title', { count: offer.data.households })}
      </h2>
      <p style={{ margin: 0 }}>{t('retry.what')}</p>
      <div className="stack tight">
        {offer.data.reasons.map(({ reason, reasonLabel, households }) => {
          const key = `reason.${reason}`;
          const hint = `again.${reason}`;
          return (
            <Checkbox
              key={reason}
              checked={!left.has(reason)}
              onChange={(event) => toggle(reason, event.currentTarget.checked)}
              label={
                <>
                  <span className="strong figures">{t('tracking.audience', { count: households })}</span>
                  {' · '}
                  {isKnown(key) ? why(key) : reasonLabel}
                </>
              }
              description={isKnown(hint) ? why(hint) : undefined}
            />
          );
        })}
      </div>
      <ProblemNote error={retry.error} />
      <div>
        <Button size="lg" disabled={count === 0} loading={retry.isPending} onClick={() => retry.mutate()}>
          {t('retry.act', { count })}
        </Button>
      </div>
    </section>
  );
}
