import { nextClosing, nextOpening } from '../../../../src/domain/quiet-hours.js';
import type { Stretch } from '../../../../src/domain/send-window.js';
import { useFormat, useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { Forecast } from './forecast.js';
import classes from './SendLine.module.css';

/** A line of time: quiet hours grey, the sending in colour. The sentence below it says the same. */
export function SendLine({ forecast }: { forecast: Forecast }) {
  const t = useText(composerTexts);
  const format = useFormat();
  const { from, to } = forecast.shown;
  const whole = to.getTime() - from.getTime();
  const place = (stretch: Stretch) => {
    const start = Math.max(0, (stretch.from.getTime() - from.getTime()) / whole);
    const end = Math.min(1, (stretch.to.getTime() - from.getTime()) / whole);
    return {
      left: `${start * 100}%`,
      width: `max(4px, ${(end - start) * 100}%)`,
    };
  };
  return (
    <div aria-hidden="true">
      <div className={classes.line}>
        {openStretches(forecast).map((stretch) => (
          <span key={stretch.from.getTime()} className={classes.open} style={place(stretch)} />
        ))}
        {forecast.stretches?.map((stretch) => (
          <span key={stretch.from.getTime()} className={classes.sending} style={place(stretch)} />
        ))}
      </div>
      <div className={`dim small ${classes.ends}`}>
        <span>{format.dateTime(from)}</span>
        <span>{format.dateTime(to)}</span>
      </div>
      <div className={`small ${classes.legend}`}>
        <span className={classes.sendingKey}>{t('line.sending')}</span>
        <span className={classes.openKey}>{t('line.open')}</span>
        <span className={classes.quietKey}>{t('line.quiet')}</span>
      </div>
    </div>
  );
}

/** The open hours within what is shown. */
function openStretches({ hours, shown }: Forecast): Stretch[] {
  const found: Stretch[] = [];
  let at: Date | null = shown.from;
  while (hours && at && at < shown.to && found.length < 100) {
    const from = nextOpening(hours, at);
    if (!from || from >= shown.to) return found;
    const to = nextClosing(hours, from);
    found.push({ from, to: to && to < shown.to ? to : shown.to });
    at = to;
  }
  return found;
}
