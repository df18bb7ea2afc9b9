import type { Home } from '../../api/home.js';
import { useFormat, useText } from '../../app/language.js';
import { homeTexts } from '../../messages/home.js';
import classes from './Month.module.css';

/** The month in three figures. */
export function Month({ month }: { month: Home['month'] }) {
  const t = useText(homeTexts);
  const format = useFormat();
  const figures = [
    [t('home.month.campaigns'), format.number(month.campaigns)],
    [t('home.month.sent'), format.number(month.sent)],
    [t('home.month.delivered'), format.percent(month.delivered, month.households)],
  ] as const;
  return (
    <dl className={classes.figures}>
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt className="dim small">{label}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
