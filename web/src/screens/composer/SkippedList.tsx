import type { Preview } from '../../api/preview.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { reasonTexts } from '../../messages/reasons.js';

/** How many will receive it, and who is left out and why. */
export function SkippedList({ preview }: { preview: Preview }) {
  const t = useText(composerTexts);
  const why = useText(reasonTexts);
  const left = [...preview.leftOut, ...preview.skipped];
  return (
    <div className="note" aria-live="polite">
      <p style={{ margin: 0 }}>
        <b>{t('audience.receive', { deliveries: preview.deliveries })}</b>{' '}
        {t('audience.of', { households: preview.households })}
      </p>
      {left.length > 0 && (
        <ul style={{ margin: '6px 0 0', paddingLeft: 20 }}>
          {left.map(({ reason, label, count }) => (
            <li key={reason}>
              {t('audience.leftOut', {
                count,
                why:
                  `reason.${reason}` in reasonTexts
                    ? why(`reason.${reason}` as keyof typeof reasonTexts)
                    : label,
              })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
