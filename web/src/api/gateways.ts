import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type Gateway = Schemas['Gateway'];

export const GATEWAYS = ['gateways'] as const;

export const gatewaysQuery = queryOptions({
  queryKey: GATEWAYS,
  queryFn: async ({ signal }) =>
    (
      await ask(
        api.GET('/api/v1/gateways', {
          params: { query: { limit: 500 } },
          signal,
        }),
      )
    ).items,
});

/** The accounts that messages may leave through. */
export function useGateways() {
  return useQuery(gatewaysQuery);
}

export const holidaysQuery = queryOptions({
  queryKey: ['holidays'],
  staleTime: 60 * 60_000,
  queryFn: async ({ signal }) =>
    (await ask(api.GET('/api/v1/holidays', { signal }))).items.map(({ day }) => day),
});

/** The days on which nothing is sent, as `YYYY-MM-DD`. */
export function useHolidays() {
  return useQuery(holidaysQuery);
}

export type GatewayTemplate = Schemas['TemplateList']['items'][number];

/** The templates that the operator of an account has approved. */
export function useTemplates(gatewayId: string) {
  return useQuery({
    queryKey: [...GATEWAYS, gatewayId, 'templates'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/gateways/{id}/templates', { params: { path: { id: gatewayId } }, signal })),
  });
}
