import { Link } from 'wouter';
import type { Area } from '../../api/areas.js';
import {
  type Counts,
  countsBelow,
  type HouseholdFilter,
  type Show,
  useCounts,
} from '../../api/households.js';
import { useFormat, useText } from '../../app/language.js';
import { directoryTexts } from '../../messages/directory.js';
import classes from './AreaFigures.module.css';
import { directoryAt } from './use-directory-filter.js';

/** The figures, and the list that each of them counts. */
const SHOWN: readonly { key: keyof Counts; show: Show | undefined }[] = [
  { key: 'households', show: undefined },
  { key: 'reachable', show: 'sms' },
  { key: 'zalo', show: 'zalo' },
  { key: 'refused', show: 'refused' },
  { key: 'missingPhone', show: 'missingPhone' },
  { key: 'neverReached', show: 'neverReached' },
];

interface AreaFiguresProps {
  areas: readonly Area[];
  chosen: Area | null;
  filter: HouseholdFilter;
}

/** The figures of the chosen area with everything below it; each leads to its households. */
export function AreaFigures({ areas, chosen, filter }: AreaFiguresProps) {
  const t = useText(directoryTexts);
  const format = useFormat();
  const own = useCounts();
  const counts = own.data && countsBelow(areas, own.data, chosen?.path ?? '');
  const { areaId } = filter;
  return (
    <nav aria-label={t('count.label', { name: chosen?.name ?? t('directory.all') })}>
      <ul className={`plain-list ${classes.figures}`}>
        {SHOWN.map(({ key, show }) => (
          <li key={key}>
            <Link
              href={directoryAt({ areaId, show })}
              className={classes.figure}
              aria-current={show === filter.show && !filter.groupId && !filter.q ? 'true' : undefined}
            >
              <span className={classes.value}>{counts ? format.number(counts[key]) : '…'}</span>
              <span className="dim small">{t(`count.${key}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
