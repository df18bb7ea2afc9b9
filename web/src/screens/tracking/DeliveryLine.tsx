import type { Delivery } from '../../api/tracking.js';
import { useFormat, useText } from '../../app/language.js';
import { reasonTexts } from '../../messages/reasons.js';
import { trackingTexts } from '../../messages/tracking.js';
import { type Part, PartMark } from '../../ui/AccountBar.js';
import { showPhone } from '../../ui/phone.js';
import classes from './DeliveryLine.module.css';

interface DeliveryLineProps {
  delivery: Delivery;
  state: string;
  areaName: string;
}

const isKnown = (key: string): key is keyof typeof reasonTexts => key in reasonTexts;

/** One household: what became of it, why, what to do, and its tries one after the other. */
export function DeliveryLine({ delivery, state, areaName }: DeliveryLineProps) {
  const t = useText(trackingTexts);
  const why = useText(reasonTexts);
  const format = useFormat();
  const part: Part = delivery.state === 'in_doubt' ? 'inDoubt' : delivery.state;
  const reason = `reason.${delivery.reason}`;
  const todo = `todo.${delivery.reason}`;
  const outcomes = trackingTexts as Record<string, unknown>;
  return (
    <li className={classes.line}>
      <div className="row spread">
        <span>
          <span className="strong">{delivery.headName}</span> <span className="dim">{areaName}</span>
        </span>
        <span className={classes.state}>
          <PartMark part={part} />
          {state}
        </span>
      </div>
      {delivery.reason && (
        <div className="small">
          {isKnown(reason) ? why(reason) : delivery.reasonLabel}
          {isKnown(todo) && <span className="dim"> · {t('households.todo', { what: why(todo) })}</span>}
        </div>
      )}
      {delivery.attempts.length > 0 && (
        <ol className={classes.tries} aria-label={t('try.list')}>
          {delivery.attempts.map((each) => (
            <li key={each.attempt} className={classes.try}>
              <span className="figures">{showPhone(each.phone)}</span>
              {each.sentAt && <span>{t('try.sent', { time: format.time(each.sentAt) })}</span>}
              <span>
                {`outcome.${each.outcome}` in outcomes
                  ? t(`outcome.${each.outcome}` as keyof typeof trackingTexts)
                  : each.outcome}
              </span>
              {each.settledAt && <span>{t('try.settled', { time: format.time(each.settledAt) })}</span>}
              {each.code && each.outcome !== 'delivered' && <span>{t('try.code', { code: each.code })}</span>}
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}
