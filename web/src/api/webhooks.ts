import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type Webhook = Schemas['WebhookEndpoint'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookEvent = Webhook['events'][number];

export const WEBHOOKS = ['webhooks'] as const;

/** Whom the installation tells what happened. There is no call for one alone: the list is short. */
export function useWebhooks() {
  return useQuery({
    queryKey: [...WEBHOOKS, 'list'],
    refetchInterval: 30_000,
    queryFn: async ({ signal }) => (await ask(api.GET('/api/v1/webhook-endpoints', { signal }))).items,
  });
}

/** What it was told, newest first. */
export function useWebhookLog(id: string) {
  return useInfiniteQuery({
    queryKey: [...WEBHOOKS, 'log', id],
    refetchInterval: 10_000,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/webhook-endpoints/{id}/deliveries', {
          params: { path: { id }, query: { limit: 50, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
