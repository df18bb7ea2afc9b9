import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { campaignKey } from './campaigns.js';
import { api, ask } from './client.js';

const read = (id: string, signal: AbortSignal) =>
  ask(
    api.POST('/api/v1/campaigns/{id}/preview', {
      params: { path: { id } },
      signal,
    }),
  );
export type Preview = Awaited<ReturnType<typeof read>>;

const readMessages = (id: string, cursor: string | undefined, signal: AbortSignal) =>
  ask(
    api.GET('/api/v1/campaigns/{id}/messages', {
      params: { path: { id }, query: { limit: 20, ...(cursor && { cursor }) } },
      signal,
    }),
  );

/**
 * What would go to whom at what price, of a campaign as the server has it; the last answer stays until the next has come.
 * @param version whatever changes when the campaign does
 */
export function usePreview(id: string | null, version: unknown) {
  return useQuery({
    queryKey: [...campaignKey(id ?? ''), 'preview', version],
    queryFn: ({ signal }) => read(id!, signal),
    enabled: id !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** The messages of real households, page after page. */
export function useMessages(id: string | null, version: unknown) {
  return useInfiniteQuery({
    queryKey: [...campaignKey(id ?? ''), 'messages', version],
    queryFn: ({ pageParam, signal }) => readMessages(id!, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: id !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
