import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AREAS } from './areas.js';
import { api, ask, type Schemas } from './client.js';
import { HOUSEHOLDS } from './households.js';

export type AreaChange = Schemas['AreaChange'];

/** What became of an area, and its other names. */
export function useAreaHistory(id: string) {
  return useQuery({
    queryKey: [...AREAS, 'history', id],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/areas/{id}/history', { params: { path: { id } }, signal })),
  });
}

/** Changes the tree and reads anew what hangs on it. */
export function useTreeChange<Input, Answer>(
  change: (input: Input) => Promise<Answer>,
  onDone: (answer: Answer, input: Input) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onSettled: async () => {
      await Promise.all([AREAS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
}

/** Takes a merge or a split back. */
export const undoChange = (changeId: string) =>
  ask(api.POST('/api/v1/area-changes/{changeId}/undo', { params: { path: { changeId } } }));
