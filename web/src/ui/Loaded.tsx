import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '../app/language.js';
import { appTexts } from '../messages/app.js';
import { ProblemNote } from './ProblemNote.js';

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  /** How high the place is that the answer will take, so that nothing jumps. */
  height?: number;
  children: (data: Data) => ReactNode;
}

/** What a query answered; until then an empty place of its size, and where it failed, why. */
export function Loaded<Data>({ query, height = 160, children }: LoadedProps<Data>) {
  const t = useText(appTexts);
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div role="status" aria-label={t('app.loading')}>
      <Skeleton height={height} radius="md" />
    </div>
  );
}
