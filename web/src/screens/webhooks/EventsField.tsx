import { Checkbox } from '@mantine/core';
import { WEBHOOK_EVENTS } from '../../../../src/domain/webhook-signature.js';
import type { WebhookEvent } from '../../api/webhooks.js';
import { useText } from '../../app/language.js';
import { webhookTexts } from '../../messages/webhooks.js';

interface EventsFieldProps {
  chosen: readonly WebhookEvent[];
  change: (chosen: WebhookEvent[]) => void;
  error: string | undefined;
}

/** Of what a program is told. */
export function EventsField({ chosen, change, error }: EventsFieldProps) {
  const t = useText(webhookTexts);
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ padding: 0, marginBottom: 6 }}>{t('webhook.events')}</legend>
      <div className="row" style={{ gap: '8px 20px' }}>
        {WEBHOOK_EVENTS.map((event) => (
          <Checkbox
            key={event}
            label={t(`event.${event}`)}
            checked={chosen.includes(event)}
            onChange={({ currentTarget: { checked } }) =>
              change(WEBHOOK_EVENTS.filter((each) => (each === event ? checked : chosen.includes(each))))
            }
          />
        ))}
      </div>
      {error && <div style={{ color: 'var(--bad)' }}>{error}</div>}
    </fieldset>
  );
}
