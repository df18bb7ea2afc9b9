import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { HOUSEHOLD_PAGE, type Household, householdPage, type HouseholdFilter } from '../../api/households.js';

interface Known {
  filter: HouseholdFilter;
  /** The cursor of each page that is known to exist; the first has none. */
  cursors: readonly (string | null)[];
  /** How many rows there are, once the last page was seen. */
  total: number | null;
}

export interface HouseholdRows {
  /** Rows that are known to exist; the last ones may still be on their way. */
  count: number;
  isComplete: boolean;
  /** Undefined while the row is on its way. */
  row(index: number): Household | undefined;
  /** The list on the screen still answers the question before this one. */
  isStale: boolean;
  error: unknown;
  retry(): void;
}

/** A list begins anew with every other filter; nothing of it is known then but its first page. */
const begin = (filter: HouseholdFilter): Known => ({ filter, cursors: [null], total: null });

/**
 * The rows of a list without an end, of which only the pages around the window are held: a million households cost no
 * more than a thousand. Pages are asked for by the cursor that the page before them gave.
 * @param filter the same object as long as it is the same question
 * @param window the first and the last row that are shown
 */
export function useHouseholdRows(
  filter: HouseholdFilter,
  window: { first: number; last: number },
): HouseholdRows {
  // What is on the screen stays there until the first page of the next question has come.
  const head = useQuery({ ...householdPage(filter, null), placeholderData: keepPreviousData });
  const [known, setKnown] = useState(() => begin(filter));
  const isStale = head.isPlaceholderData;
  // State follows what came while drawing, not after it: the list is never drawn with the rows of two questions.
  if (!isStale && known.filter !== filter) setKnown(begin(filter));

  const from = Math.floor(window.first / HOUSEHOLD_PAGE);
  const to = Math.floor((window.last + HOUSEHOLD_PAGE / 2) / HOUSEHOLD_PAGE);
  const shown = known.cursors.slice(from, to + 1);
  const pages = useQueries({ queries: shown.map((cursor) => householdPage(known.filter, cursor)) });

  const lastIndex = known.cursors.length - 1;
  const last = lastIndex >= from ? pages[lastIndex - from]?.data : undefined;
  if (last) {
    const total = last.nextCursor === null ? lastIndex * HOUSEHOLD_PAGE + last.items.length : null;
    if (last.nextCursor !== null)
      setKnown({ ...known, cursors: [...known.cursors, last.nextCursor], total: null });
    else if (known.total !== total) setKnown({ ...known, total });
  }

  const failed = pages.find(({ isError }) => isError);
  return {
    count: known.total ?? known.cursors.length * HOUSEHOLD_PAGE,
    isComplete: known.total !== null,
    row: (index) => pages[Math.floor(index / HOUSEHOLD_PAGE) - from]?.data?.items[index % HOUSEHOLD_PAGE],
    isStale: known.filter !== filter,
    error: failed?.error ?? (head.isError ? head.error : null),
    retry: () => {
      for (const page of pages) if (page.isError) void page.refetch();
      if (head.isError) void head.refetch();
    },
  };
}
