import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type Area = Schemas['Area'];

export const AREAS = ['areas'] as const;

/** A commune has some dozens of areas, a province some thousands: all of them, for a tree. */
const PAGE = 500;

export const areasQuery = queryOptions({
  queryKey: AREAS,
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const areas: Area[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: Area[]; nextCursor: string | null } = await ask(
        api.GET('/api/v1/areas', {
          params: { query: { limit: PAGE, ...(cursor && { cursor }) } },
          signal,
        }),
      );
      areas.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return areas;
  },
});

/** Every area that the person may see, parents before children. */
export function useAreas() {
  return useQuery(areasQuery);
}
