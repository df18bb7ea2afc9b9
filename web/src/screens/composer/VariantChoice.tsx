import type { SmsVariant } from '../../../../src/domain/sms-parts.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import classes from './VariantChoice.module.css';

interface VariantChoiceProps {
  variants: { accented: SmsVariant; unaccented: SmsVariant };
  unaccented: boolean;
  households: number;
  onChoose: (unaccented: boolean) => void;
}

/** With and without diacritics side by side: how each reads begins, how many parts each takes, what a cut would save. */
export function VariantChoice({ variants, unaccented, households, onChoose }: VariantChoiceProps) {
  const t = useText(composerTexts);
  const chosen = unaccented ? variants.unaccented : variants.accented;
  const other = unaccented ? variants.accented : variants.unaccented;
  const saved = other.parts - chosen.parts;
  return (
    <fieldset className={classes.choice}>
      <legend>{t('variant.legend')}</legend>
      <div className={classes.cards}>
        {([false, true] as const).map((isUnaccented) => {
          const variant = isUnaccented ? variants.unaccented : variants.accented;
          return (
            <label key={String(isUnaccented)} className={classes.card}>
              <input
                type="radio"
                name="variant"
                checked={unaccented === isUnaccented}
                onChange={() => onChoose(isUnaccented)}
              />
              <span className={classes.name}>
                {t(isUnaccented ? 'variant.unaccented' : 'variant.accented')}
              </span>
              <span className="figures">
                <b>{t('variant.parts', { parts: variant.parts })}</b>
                {' · '}
                {t('variant.units', { units: variant.units })}
              </span>
              <span className={`dim ${classes.start}`}>{variant.text}</span>
            </label>
          );
        })}
      </div>
      <p className={classes.advice} aria-live="polite">
        {chosen.unitsToSaveOnePart > 0
          ? households > 0
            ? t('variant.cut', { units: chosen.unitsToSaveOnePart, households })
            : t('variant.cutAlone', { units: chosen.unitsToSaveOnePart })
          : t('variant.onePart', { remaining: chosen.remaining })}
        {saved > 0 && ` ${t(unaccented ? 'variant.saves' : 'variant.savesAccented', { parts: saved })}`}
      </p>
    </fieldset>
  );
}
