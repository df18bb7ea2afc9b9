import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask, type Schemas } from './client.js';

export type Reply = Schemas['Reply'];
export type ThreadEntry = Schemas['ThreadEntry'];
export type CannedAnswer = Schemas['CannedAnswer'];

export const REPLIES = ['replies'] as const;
const CANNED = ['canned-answers'] as const;

/** What the inbox is narrowed to; empty means all. */
export interface InboxFilter {
  state: 'open' | 'answered' | 'closed' | '';
  areaId: string;
  whose: 'mine' | 'nobody' | '';
  isUnknown: boolean;
}

/** Replies, newest first, page after page. New ones come by themselves. */
export function useReplies({ state, areaId, whose, isUnknown }: InboxFilter, myId: string | null) {
  return useInfiniteQuery({
    queryKey: [...REPLIES, 'list', state, areaId, whose, isUnknown],
    refetchInterval: 30_000,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/replies', {
          params: {
            query: {
              limit: 30,
              ...(pageParam && { cursor: pageParam }),
              ...(state && { state }),
              ...(areaId && { areaId }),
              ...(whose === 'mine' && myId && { assignedTo: myId }),
              unassigned: String(whose === 'nobody'),
              unknown: String(isUnknown),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function useReply(id: string) {
  return useQuery({
    queryKey: [...REPLIES, id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/replies/{id}', { params: { path: { id } }, signal })),
  });
}

/** What was said with one household, newest first. */
export function useThread(householdId: string | null) {
  return useInfiniteQuery({
    queryKey: [...REPLIES, 'thread', householdId],
    enabled: householdId !== null,
    refetchInterval: 10_000,
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/api/v1/households/{id}/thread', {
          params: {
            path: { id: householdId! },
            query: { limit: 50, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

export function useAssignees(id: string) {
  return useQuery({
    queryKey: [...REPLIES, id, 'assignees'],
    queryFn: async ({ signal }) =>
      (await ask(api.GET('/api/v1/replies/{id}/assignees', { params: { path: { id } }, signal }))).items,
  });
}

/** The refusals that stand for a number on a channel: none or one. */
export function useRefusal(phone: string, channel: Reply['channel'], isMobile: boolean) {
  return useQuery({
    queryKey: [...REPLIES, 'refusal', phone, channel],
    enabled: isMobile,
    queryFn: async ({ signal }) =>
      (await ask(api.GET('/api/v1/refusals', { params: { query: { phone, channel } }, signal }))).items[0] ??
      null,
  });
}

export function useCannedAnswers() {
  return useQuery({
    queryKey: CANNED,
    queryFn: async ({ signal }) =>
      (await ask(api.GET('/api/v1/canned-answers', { params: { query: { limit: 200 } }, signal }))).items,
  });
}

/** After anything was done: all that stands on the screen is asked for anew. */
export function useRepliesChanged() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: REPLIES }),
      queries.invalidateQueries({ queryKey: CANNED }),
    ]);
}
