import { useQuery } from '@tanstack/react-query';
import { api, ask } from './client.js';

/** How one signs in here beside username and password. */
export function useSignInMethods() {
  return useQuery({
    queryKey: ['sign-in-methods'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/auth/methods', { signal })),
    staleTime: Infinity,
  });
}
