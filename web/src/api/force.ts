import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type Propagandist = Schemas['Propagandist'];
export type ForceActivity = Schemas['ForceActivity']['items'][number];

/** Everything about the force begins with it: one change renews the list, the figures and the areas without anyone. */
export const FORCE = ['force'] as const;

/** Which people a list shows. */
export interface ForceFilter {
  q: string;
  active: 'true' | 'false';
}

export function useForce({ q, active }: ForceFilter) {
  return useInfiniteQuery({
    queryKey: [...FORCE, 'list', q, active],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/propagandists', {
          params: { query: { limit: 100, active, ...(q && { q }), ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function usePropagandist(id: string) {
  return useQuery({
    queryKey: [...FORCE, 'one', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/propagandists/{id}', { params: { path: { id } }, signal })),
  });
}

/** The active people of an area and below it: a commune has some dozens. */
export function useColleagues(areaId: string | null) {
  return useQuery({
    queryKey: [...FORCE, 'colleagues', areaId],
    enabled: areaId !== null,
    queryFn: async ({ signal }) =>
      (
        await ask(
          api.GET('/api/v1/propagandists', {
            params: { query: { limit: 500, active: 'true', areaId: areaId! } },
            signal,
          }),
        )
      ).items,
  });
}

/** Neighbourhoods of which nobody is in charge today, the largest first. */
export function useUncovered() {
  return useQuery({
    queryKey: [...FORCE, 'uncovered'],
    queryFn: async ({ signal }) =>
      (await ask(api.GET('/api/v1/propagandists/uncovered-areas', { signal }))).items,
  });
}

/** What everybody had to do and did in a month (`2026-10`), by person. */
export function useActivity(month: string) {
  return useQuery({
    queryKey: [...FORCE, 'activity', month],
    queryFn: async ({ signal }) => {
      const { items } = await ask(
        api.GET('/api/v1/force/activity', { params: { query: { month } }, signal }),
      );
      return new Map(items.map((each) => [each.id, each]));
    },
  });
}
