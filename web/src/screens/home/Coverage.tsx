import type { Home } from '../../api/home.js';
import { useFormat, useText } from '../../app/language.js';
import { homeTexts } from '../../messages/home.js';
import classes from './Coverage.module.css';

/** How much arrived where; where least arrived stands first. */
export function Coverage({ coverage }: { coverage: Home['coverage'] }) {
  const t = useText(homeTexts);
  const format = useFormat();
  if (coverage.length === 0)
    return (
      <p className="dim" style={{ margin: 0 }}>
        {t('home.coverage.none')}
      </p>
    );
  return (
    <ul className={`plain-list ${classes.list}`}>
      {coverage.map(({ areaId, areaName, audience, delivered }) => (
        <li key={areaId} className={classes.line}>
          <span>{areaName}</span>
          <span className="figures strong">{format.percent(delivered, audience)}</span>
          <span
            className={classes.track}
            role="img"
            aria-label={t('home.coverage.line', { name: areaName, delivered, audience })}
          >
            <span style={{ width: `${(delivered / audience) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
