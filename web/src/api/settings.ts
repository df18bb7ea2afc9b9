import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';
import { GATEWAYS } from './gateways.js';

export type User = Schemas['User'];
export type ApiKey = Schemas['ApiKey'];
export type AuditEvent = Schemas['AuditEvent'];

export const USERS = ['users'] as const;
export const KEYS = ['api-keys'] as const;

export function useGateway(id: string) {
  return useQuery({
    queryKey: [...GATEWAYS, id],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => ask(api.GET('/api/v1/gateways/{id}', { params: { path: { id } }, signal })),
  });
}

const readKinds = async (signal?: AbortSignal) =>
  (await ask(api.GET('/api/v1/gateway-kinds', { signal: signal ?? null }))).items;
export type GatewayKindForm = Awaited<ReturnType<typeof readKinds>>[number];
export type GatewayField = GatewayKindForm['fields'][number];

/** What each kind of account asks for. */
export function useGatewayKinds() {
  return useQuery({
    queryKey: ['gateway-kinds'],
    staleTime: Infinity,
    queryFn: ({ signal }) => readKinds(signal),
  });
}

export function useUsers() {
  return useInfiniteQuery({
    queryKey: USERS,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/users', {
          params: { query: { limit: 100, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function useUser(id: string) {
  return useQuery({
    queryKey: [...USERS, id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/users/{id}', { params: { path: { id } }, signal })),
  });
}

export function useApiKeys() {
  return useQuery({
    queryKey: KEYS,
    queryFn: async ({ signal }) =>
      (await ask(api.GET('/api/v1/api-keys', { params: { query: { limit: 200 } }, signal }))).items,
  });
}

/** What the trail is narrowed to; empty means all. */
export interface AuditFilter {
  action: string;
  subjectKind: string;
  areaId: string;
  from: string;
  until: string;
}

/** The trail, newest first. */
export function useAudit({ action, subjectKind, areaId, from, until }: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', action, subjectKind, areaId, from, until],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/audit-events', {
          params: {
            query: {
              limit: 50,
              ...(pageParam && { cursor: pageParam }),
              ...(action && { action }),
              ...(subjectKind && { subjectKind }),
              ...(areaId && { areaId }),
              ...(from && { from: `${from}T00:00:00+07:00` }),
              ...(until && { until: `${until}T23:59:59+07:00` }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
