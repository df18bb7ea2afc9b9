import { useQuery } from '@tanstack/react-query';
import { CAMPAIGNS } from './campaigns.js';
import { api, ask, type Schemas } from './client.js';

export type Sends = Schemas['Sends'];

/** What was sent day by day, and what each channel cost. */
export function useSends(days: number) {
  return useQuery({
    queryKey: [...CAMPAIGNS, 'sends', days],
    staleTime: 60_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/reports/sends', { params: { query: { days } }, signal })),
  });
}
