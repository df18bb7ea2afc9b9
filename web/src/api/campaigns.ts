import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ask } from './client.js';

export const CAMPAIGNS = ['campaigns'] as const;
export const campaignKey = (id: string) => [...CAMPAIGNS, id] as const;

const read = (id: string, signal?: AbortSignal) =>
  ask(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } }, signal: signal ?? null }));
export type Campaign = Awaited<ReturnType<typeof read>>;

const readPage = (cursor: string | undefined, limit: number, signal?: AbortSignal) =>
  ask(
    api.GET('/api/v1/campaigns', {
      params: { query: { limit, ...(cursor && { cursor }) } },
      signal: signal ?? null,
    }),
  );
export type CampaignItem = Awaited<ReturnType<typeof readPage>>['items'][number];

/** Campaigns, newest first, page after page. */
export function useCampaigns(limit = 30) {
  return useInfiniteQuery({
    queryKey: [...CAMPAIGNS, 'list', limit],
    queryFn: ({ pageParam, signal }) => readPage(pageParam, limit, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/**
 * One campaign with its account.
 * @param everyMs asks again so often, where others may change it
 */
export function useCampaign(id: string | null, everyMs?: number) {
  return useQuery({
    queryKey: campaignKey(id ?? ''),
    queryFn: ({ signal }) => read(id!, signal),
    enabled: id !== null,
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
  });
}
