import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { settingsTexts } from '../../messages/settings.js';

/**
 * What every form of settings does: saves on submit, reads anew what it changed, says that it is saved.
 * @param queryKey what is read anew
 * @param write the call that saves
 */
export function useSave(queryKey: QueryKey, write: () => Promise<unknown>) {
  const t = useText(settingsTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: write,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey });
      announce(t('common.saved'));
    },
  });
  return {
    submit: (event: FormEvent) => {
      event.preventDefault();
      mutate();
    },
    error,
    isPending,
    /** What is wrong with a field, to stand beside it. */
    at: (path: string) => (error ? toProblem(error).at(path) : undefined),
  };
}
