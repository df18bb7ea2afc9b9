import type { Area } from '../../api/areas.js';
import { type Counts, countsBelow, useCounts } from '../../api/households.js';
import { useFormat, useText } from '../../app/language.js';
import { directoryTexts } from '../../messages/directory.js';
import classes from './AreaFigures.module.css';

const SHOWN = [
  'households',
  'reachable',
  'zalo',
  'refused',
  'missingPhone',
  'neverReached',
] as const satisfies readonly (keyof Counts)[];

/** The figures of the chosen area with everything below it. */
export function AreaFigures({ areas, chosen }: { areas: readonly Area[]; chosen: Area | null }) {
  const t = useText(directoryTexts);
  const format = useFormat();
  const own = useCounts();
  const counts = own.data && countsBelow(areas, own.data, chosen?.path ?? '');
  return (
    <dl
      className={classes.figures}
      aria-label={t('count.label', { name: chosen?.name ?? t('directory.all') })}
    >
      {SHOWN.map((key) => (
        <div key={key} className={classes.figure}>
          <dt className="dim small">{t(`count.${key}`)}</dt>
          <dd className={classes.value}>{counts ? format.number(counts[key]) : '…'}</dd>
        </div>
      ))}
    </dl>
  );
}
