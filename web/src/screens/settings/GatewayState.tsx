import type { Gateway } from '../../api/gateways.js';
import { useText } from '../../app/language.js';
import { settingsTexts } from '../../messages/settings.js';
import badge from '../../ui/StateBadge.module.css';

/** Whether an account sends, in a word. */
export function GatewayState({ gateway }: { gateway: Gateway }) {
  const t = useText(settingsTexts);
  if (gateway.state === 'held')
    return <span className={`${badge.badge} ${badge.warn}`}>{t('gateway.state.held')}</span>;
  if (gateway.breaker)
    return <span className={`${badge.badge} ${badge.bad}`}>{t('gateway.state.stopped')}</span>;
  return <span className={`${badge.badge} ${badge.good}`}>{t('gateway.state.active')}</span>;
}
