import { useQuery } from '@tanstack/react-query';
import { CAMPAIGNS } from './campaigns.js';
import { api, ask, type Schemas } from './client.js';

export type Home = Schemas['Home'];

/** What the first page shows; it stands with the campaigns, so whatever changes one renews it. */
export function useHome() {
  return useQuery({
    queryKey: [...CAMPAIGNS, 'home'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/home', { signal })),
    refetchInterval: 30_000,
  });
}
