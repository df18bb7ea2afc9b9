import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { api, ask, type Schemas } from '../api/client.js';
import { Problem } from '../api/problem.js';

export type Me = Schemas['Me'];
export type Permission = Me['permissions'][number];

export const ME = ['me'] as const;

/** Who is signed in: undefined while nobody knows, null for nobody. */
export function useSession() {
  return useQuery({
    queryKey: ME,
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await ask(api.GET('/api/v1/auth/me', { signal }));
      } catch (error) {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 5 * 60_000,
  });
}

const Context = createContext<Me | null>(null);

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <Context value={me}>{children}</Context>;
}

/** The person who is signed in. Only below the frame, where somebody is. */
export function useMe(): Me {
  const me = useContext(Context);
  if (!me) throw new Error('nobody is signed in here');
  return me;
}

/** How the person is called on the screen. */
export function nameOf(me: Me): string {
  return me.user?.displayName ?? me.name;
}

/** Whether the person may do something; the server asks again. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.POST('/api/v1/auth/logout')),
    onSuccess: () => {
      queries.setQueryData(ME, null);
      // What the next person sees is asked for anew.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
    },
  });
}
