import { QueryCache, QueryClient, MutationCache } from '@tanstack/react-query';
import { Problem } from '../api/problem.js';
import { ME } from './session.js';

/** Calls that may be made again: the network was away, or the server says come again. */
function mayRepeat(error: unknown): boolean {
  return !(error instanceof Problem) || error.status === 0 || error.status >= 500;
}

/** The state of the server, as far as this page has read it. A session that ended shows the sign-in, at the same address. */
export function createQueries(): QueryClient {
  const signedOut = (error: unknown) => {
    if (error instanceof Problem && error.code === 'unauthenticated') queries.setQueryData(ME, null);
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError: signedOut }),
    mutationCache: new MutationCache({ onError: signedOut }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => count < 2 && mayRepeat(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
  return queries;
}
