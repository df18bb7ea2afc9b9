import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { HouseholdFilter } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { directoryTexts } from '../../messages/directory.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './HouseholdList.module.css';
import { HouseholdRow } from './HouseholdRow.js';
import { useHouseholdRows } from './use-household-rows.js';

/** One height for all rows: where a row stands is known without drawing those above it. */
const ROW_PX = 72;
/** Browsers draw no page higher than some 17 million pixels: further down, the list begins with a later row. */
const MOST_ROWS = 200_000;
const OVERSCAN = 6;

interface HouseholdListProps {
  filter: HouseholdFilter;
  /** Shown where there is no household. */
  empty: ReactNode;
  /** Beside the count. */
  actions: ReactNode;
}

/** The households of a filter, drawn only where the window is, asked for only around it. */
export function HouseholdList({ filter, empty, actions }: HouseholdListProps) {
  const t = useText(directoryTexts);
  const top = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [scrolled, setScrolled] = useState({ filter, base: 0 });
  const base = scrolled.filter === filter ? scrolled.base : 0;
  const [shown, setShown] = useState({ first: 0, last: 0 });
  const rows = useHouseholdRows(filter, { first: base + shown.first, last: base + shown.last });
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is handed to memoized components
  const list = useWindowVirtualizer({
    count: Math.min(rows.count - base, MOST_ROWS),
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: margin,
    onChange: ({ range }) => {
      if (!range) return;
      const { startIndex: first, endIndex: last } = range;
      setShown((was) => (was.first === first && was.last === last ? was : { first, last }));
      const half = MOST_ROWS / 2;
      // Rows move up by as much as the window does: nothing is seen of it.
      if (last >= MOST_ROWS - OVERSCAN && rows.count - base > MOST_ROWS) shift(half);
      else if (base > 0 && first < OVERSCAN) shift(-Math.min(half, base));
    },
  });
  const shift = (by: number) => {
    setScrolled({ filter, base: base + by });
    window.scrollBy(0, -by * ROW_PX);
  };
  const isEmpty = rows.count === 0;
  useLayoutEffect(() => {
    setMargin(top.current ? top.current.getBoundingClientRect().top + window.scrollY : 0);
  }, [rows.isComplete, isEmpty]);
  useLayoutEffect(() => {
    // Another question begins at its first row, however far the list had been scrolled.
    if (top.current && top.current.getBoundingClientRect().top < 0) top.current.scrollIntoView();
  }, [filter]);

  if (rows.error) return <ProblemNote error={rows.error} onRetry={rows.retry} />;
  if (rows.isComplete && isEmpty) return empty;
  return (
    <div className="stack tight">
      <div className="row spread">
        <span className="dim" role="status">
          {rows.isStale
            ? t('rows.searching')
            : t(rows.isComplete ? 'rows.total' : 'rows.known', { count: rows.count })}
        </span>
        {actions}
      </div>
      <div ref={top} className={`card ${classes.card}`}>
        <ul
          className={`plain-list ${classes.rows}`}
          aria-label={t('rows.label')}
          aria-busy={rows.isStale}
          style={{ height: list.getTotalSize() }}
        >
          {list.getVirtualItems().map(({ key, index, start }) => (
            <li
              key={key}
              className={classes.row}
              aria-posinset={base + index + 1}
              aria-setsize={rows.isComplete ? rows.count : -1}
              style={{ height: ROW_PX, transform: `translateY(${start - margin}px)` }}
            >
              <HouseholdRow household={rows.row(base + index)} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
