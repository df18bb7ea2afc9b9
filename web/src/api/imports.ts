import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AREAS } from './areas.js';
import { api, ask, type Schemas } from './client.js';
import { HOUSEHOLDS } from './households.js';

export type Import = Schemas['Import'];
export type ReasonGroup = Schemas['ImportReasons']['groups'][number];

export const IMPORTS = ['imports'] as const;
export const importKey = (id: string) => [...IMPORTS, id] as const;

/** While the server works on an import it is asked so often how far it has come. */
const WORKING_MS = 1_000;

/** The server works on it: nobody can do anything but wait, here or elsewhere. */
export const isWorking = ({ status }: Pick<Import, 'status'>) =>
  status === 'reading' || status === 'committing' || status === 'undoing';

const readPage = (cursor: string | undefined, signal: AbortSignal) =>
  ask(api.GET('/api/v1/imports', { params: { query: { limit: 20, ...(cursor && { cursor }) } }, signal }));

/** Imports, newest first. */
export function useImports() {
  return useInfiniteQuery({
    queryKey: [...IMPORTS, 'list'],
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isWorking)) ? WORKING_MS * 2 : false,
  });
}

/** One import, renewed by itself while the server works on it. */
export function useImport(id: string) {
  return useQuery({
    queryKey: importKey(id),
    queryFn: ({ signal }) => ask(api.GET('/api/v1/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? WORKING_MS : false),
  });
}

/** What there is to say of the rows, grouped. */
export function useReasons(id: string) {
  return useQuery({
    queryKey: [...importKey(id), 'reasons'],
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/imports/{id}/reasons', { params: { path: { id } }, signal })),
  });
}

const readRows = (
  id: string,
  query: { code?: string; limit: number; cursor?: string },
  signal: AbortSignal,
) => ask(api.GET('/api/v1/imports/{id}/rows', { params: { path: { id }, query }, signal }));
export type ImportRow = Awaited<ReturnType<typeof readRows>>['items'][number];

/** The rows with a reason, or all of them, in the order of the file. */
export function useImportRows(id: string, code: string | null, limit: number) {
  return useInfiniteQuery({
    queryKey: [...importKey(id), 'rows', code, limit],
    queryFn: ({ pageParam, signal }) =>
      readRows(
        id,
        { limit, ...(code !== null && { code }), ...(pageParam && { cursor: pageParam }) },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Hands a spreadsheet in. */
export function useUpload() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, areaId }: { file: File; areaId: string }) =>
      ask(
        api.POST('/api/v1/imports', {
          body: { file: '', areaId },
          bodySerializer: () => {
            const form = new FormData();
            // The area goes first: the server knows by then where the file belongs.
            form.append('areaId', areaId);
            form.append('file', file, file.name);
            return form;
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...IMPORTS, 'list'] }),
  });
}

/** Does something with an import and reads anew what it may have changed, the directory too. */
export function useImportAct<Input = void>(id: string, act: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: importKey(id) }),
        queries.invalidateQueries({ queryKey: AREAS }),
        queries.invalidateQueries({ queryKey: HOUSEHOLDS }),
      ]);
    },
  });
}
