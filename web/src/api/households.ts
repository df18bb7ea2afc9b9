import { useQuery } from '@tanstack/react-query';
import { AREAS } from './areas.js';
import { api, ask, type Schemas } from './client.js';

export type Household = Schemas['Household'];

export const HOUSEHOLDS = ['households'] as const;
export const householdKey = (id: string) => [...HOUSEHOLDS, 'one', id] as const;

/** Which households a list shows. */
export interface HouseholdFilter {
  areaId?: string;
  q?: string;
}

/** Households of one answer: enough for a screen and a half, so that scrolling asks seldom. */
export const HOUSEHOLD_PAGE = 100;

/** One page of the list, as a query of its own: pages far from the window are forgotten. */
export const householdPage = (filter: HouseholdFilter, cursor: string | null) => ({
  queryKey: [...HOUSEHOLDS, 'page', filter, cursor] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    ask(
      api.GET('/api/v1/households', {
        params: { query: { ...filter, limit: HOUSEHOLD_PAGE, ...(cursor !== null && { cursor }) } },
        signal,
      }),
    ),
  staleTime: 30_000,
  gcTime: 60_000,
});

/** One household with its contacts. */
export function useHousehold(id: string) {
  return useQuery({
    queryKey: householdKey(id),
    queryFn: ({ signal }) => ask(api.GET('/api/v1/households/{id}', { params: { path: { id } }, signal })),
  });
}

const readCounts = (signal: AbortSignal) => ask(api.GET('/api/v1/areas/counts', { signal }));
type CountsOfArea = Awaited<ReturnType<typeof readCounts>>['items'][number];
/** Households of an area and everything below it, by how they can be reached. */
export type Counts = Omit<CountsOfArea, 'areaId'>;

/** How the households of each area itself can be reached; `countsBelow` sums them along the tree. */
export function useCounts() {
  return useQuery({
    queryKey: [...AREAS, 'counts'],
    staleTime: 60_000,
    queryFn: ({ signal }) => readCounts(signal),
    select: ({ items }) => new Map(items.map(({ areaId, ...counts }) => [areaId, counts])),
  });
}

const NONE: Counts = {
  households: 0,
  reachable: 0,
  zalo: 0,
  refused: 0,
  missingPhone: 0,
  neverReached: 0,
};

/** The counts of the areas whose path begins with `path`; of all of them for an empty one. */
export function countsBelow(
  areas: readonly { id: string; path: string }[],
  own: ReadonlyMap<string, Counts>,
  path: string,
): Counts {
  const sum = { ...NONE };
  for (const area of areas) {
    const counts = area.path.startsWith(path) ? own.get(area.id) : undefined;
    if (!counts) continue;
    for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
  }
  return sum;
}
