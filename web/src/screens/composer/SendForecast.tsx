import { useFormat, useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { Forecast } from './forecast.js';
import { SendLine } from './SendLine.js';

/** When it would leave: the line, and the same in a sentence. */
export function SendForecast({ forecast }: { forecast: Forecast }) {
  const t = useText(composerTexts);
  const format = useFormat();
  const when = (at: Date) => `${format.time(at)} ${format.weekday(at)}`;
  const { stretches } = forecast;
  const isQuick =
    stretches !== null && stretches.at(-1)!.to.getTime() - stretches[0]!.from.getTime() <= 60_000;
  return (
    <div className="stack tight">
      <SendLine forecast={forecast} />
      <p style={{ margin: 0 }} aria-live="polite">
        {stretches
          ? isQuick
            ? t('time.quick', { from: when(stretches[0]!.from) })
            : t('time.forecast', { from: when(stretches[0]!.from), to: when(stretches.at(-1)!.to) })
          : t('time.never')}
        {stretches && stretches.length > 1 && ` ${t('time.nights')}`}
      </p>
    </div>
  );
}
