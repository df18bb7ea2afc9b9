import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type Group = Schemas['Group'];

export const GROUPS = ['groups'] as const;

/** A commune has some dozens of groups: all of them at once. */
const MOST = 500;

/** The groups that the person may see. */
export function useGroups() {
  return useQuery({
    queryKey: GROUPS,
    staleTime: 60_000,
    queryFn: async ({ signal }) =>
      (await ask(api.GET('/api/v1/groups', { params: { query: { limit: MOST } }, signal }))).items,
  });
}
