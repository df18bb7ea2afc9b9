import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Campaign, campaignKey } from './campaigns.js';

/** How often a campaign is asked after where no stream of events comes through. */
const POLL_MS = 3_000;

type Progress = Pick<Campaign, 'id' | 'state' | 'account' | 'ratePerSecond' | 'finishesAt'>;

/**
 * Keeps the figures of a campaign as they move: from the server's events, or by asking where a proxy lets none through.
 * @returns whether the figures come by themselves at this moment
 */
export function useLiveCampaign(id: string, isOver: boolean): boolean {
  const queries = useQueryClient();
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (isOver) return undefined;
    const key = campaignKey(id);
    let timer: ReturnType<typeof setInterval> | undefined;
    const refetch = () => void queries.invalidateQueries({ queryKey: key, exact: true });
    const source = new EventSource(`/api/v1/campaigns/${id}/events`);
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      const progress = JSON.parse(event.data) as Progress;
      queries.setQueryData<Campaign>(key, (known) => {
        if (!known) return known;
        // A new state has more to it than its figures.
        if (known.state !== progress.state) refetch();
        return { ...known, ...progress };
      });
    });
    source.addEventListener('end', () => {
      source.close();
      setLive(false);
      refetch();
    });
    source.addEventListener('error', () => {
      setLive(false);
      // The browser comes back by itself, but for a stream that was refused.
      if (source.readyState === EventSource.CLOSED && timer === undefined)
        timer = setInterval(refetch, POLL_MS);
    });
    return () => {
      source.close();
      clearInterval(timer);
    };
  }, [id, isOver, queries]);
  return isLive;
}
