import type { Webhook } from '../../api/webhooks.js';
import { useText } from '../../app/language.js';
import { webhookTexts } from '../../messages/webhooks.js';
import badge from '../../ui/StateBadge.module.css';

/** Whether it is told anything, and takes it. */
export function WebhookState({ webhook: { isActive, failed } }: { webhook: Webhook }) {
  const t = useText(webhookTexts);
  if (!isActive) return <span className={`${badge.badge} ${badge.quiet}`}>{t('webhook.state.off')}</span>;
  return failed > 0 ? (
    <span className={`${badge.badge} ${badge.warn}`}>{t('webhook.state.failing')}</span>
  ) : (
    <span className={`${badge.badge} ${badge.good}`}>{t('webhook.state.on')}</span>
  );
}
