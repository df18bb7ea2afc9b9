import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type Budget = Schemas['Budget'];

export const BUDGETS = ['budgets'] as const;

/** Budgets of my areas, the latest period first. */
export function useBudgets() {
  return useQuery({
    queryKey: BUDGETS,
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => (await ask(api.GET('/api/v1/budgets', { signal }))).items,
  });
}
