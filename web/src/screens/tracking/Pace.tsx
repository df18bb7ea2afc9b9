import type { Campaign } from '../../api/campaigns.js';
import { useFormat, useText } from '../../app/language.js';
import { trackingTexts } from '../../messages/tracking.js';

/** In one sentence where it is: when it starts, how fast it goes, when it ends, what waits. */
export function Pace({ campaign }: { campaign: Campaign }) {
  const t = useText(trackingTexts);
  const format = useFormat();
  const { account, state, ratePerSecond: rate, finishesAt, startAt, completedAt } = campaign;
  const left = account.planned + account.sending;
  const sentence = () => {
    switch (state) {
      case 'scheduled':
        return startAt ? t('tracking.startsAt', { time: format.dateTime(startAt) }) : t('tracking.starting');
      case 'running':
        if (account.audience === 0) return t('tracking.starting');
        if (rate && finishesAt)
          return t('tracking.running', {
            rate,
            time: format.dateTime(finishesAt),
          });
        return rate ? t('tracking.rateOnly', { rate }) : t('tracking.resting');
      case 'paused':
        return t('tracking.paused', { left });
      case 'completed':
        return completedAt ? t('tracking.completed', { time: format.dateTime(completedAt) }) : '';
      case 'cancelled':
        return account.audience === 0
          ? t('tracking.cancelledBefore')
          : t('tracking.cancelled', { left: account.cancelled });
      default:
        return t('tracking.starting');
    }
  };
  return (
    <p style={{ margin: 0, fontSize: '1.125rem' }} role="status">
      {sentence()}
    </p>
  );
}
