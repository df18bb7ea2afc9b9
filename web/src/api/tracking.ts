import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { DeliveryState } from '../../../src/domain/delivery-states.js';
import { type Campaign, campaignKey } from './campaigns.js';
import { api, ask } from './client.js';

/** The account by area; read again whenever the whole account has moved. */
export function useAccountByArea(id: string, version: unknown) {
  return useQuery({
    queryKey: [...campaignKey(id), 'areas', version],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/campaigns/{id}/areas', {
          params: { path: { id } },
          signal,
        }),
      ),
    placeholderData: (known) => known,
  });
}

/** What nobody answered for, and why. */
export function useDoubts(id: string, count: number) {
  return useQuery({
    queryKey: [...campaignKey(id), 'doubts', count],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/v1/campaigns/{id}/doubts', {
          params: { path: { id } },
          signal,
        }),
      ),
    enabled: count > 0,
  });
}

const readRelease = (id: string, signal: AbortSignal) =>
  ask(api.GET('/api/v1/campaigns/{id}/release', { params: { path: { id } }, signal }));
export type UrgentRelease = NonNullable<Awaited<ReturnType<typeof readRelease>>['release']>;

/** How an urgent campaign stands with its approvers, where it left without one. */
export function useUrgentRelease({ id, isUrgent }: Campaign) {
  return useQuery({
    queryKey: [...campaignKey(id), 'release'],
    queryFn: ({ signal }) => readRelease(id, signal),
    enabled: isUrgent,
  });
}

export interface LedgerFilter {
  state: DeliveryState | null;
  areaId: string | null;
}

const readPage = (
  id: string,
  { state, areaId }: LedgerFilter,
  cursor: string | undefined,
  signal: AbortSignal,
) =>
  ask(
    api.GET('/api/v1/campaigns/{id}/deliveries', {
      params: {
        path: { id },
        query: {
          limit: 30,
          ...(state && { state }),
          ...(areaId && { areaId }),
          ...(cursor && { cursor }),
        },
      },
      signal,
    }),
  );
export type Delivery = Awaited<ReturnType<typeof readPage>>['items'][number];

/** The ledger household by household, page after page. */
export function useLedger(id: string, filter: LedgerFilter) {
  return useInfiniteQuery({
    queryKey: [...campaignKey(id), 'ledger', filter],
    queryFn: ({ pageParam, signal }) => readPage(id, filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
