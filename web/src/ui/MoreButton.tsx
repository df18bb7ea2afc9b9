import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';

interface MoreButtonProps<Page> {
  query: UseInfiniteQueryResult<InfiniteData<Page>>;
  label: string;
  variant?: 'default' | 'subtle';
}

/** Asks for the next page of a list, where there is one. On paper it is no use. */
export function MoreButton<Page>({ query, label, variant = 'default' }: MoreButtonProps<Page>) {
  if (!query.hasNextPage) return null;
  return (
    <Button
      variant={variant}
      className="no-print"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {label}
    </Button>
  );
}
