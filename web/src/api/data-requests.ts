import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type DataRequest = Schemas['DataRequest'];

export const DATA_REQUESTS = ['data-requests'] as const;

export const REQUEST_STATES = ['open', 'done', 'refused'] as const satisfies readonly DataRequest['state'][];

/** What persons asked about their data, the most urgent first. */
export function useDataRequests(state: DataRequest['state']) {
  return useInfiniteQuery({
    queryKey: [...DATA_REQUESTS, 'list', state],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/data-requests', {
          params: { query: { limit: 50, state, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function useDataRequest(id: string) {
  return useQuery({
    queryKey: [...DATA_REQUESTS, 'one', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/data-requests/{id}', { params: { path: { id } }, signal })),
  });
}
