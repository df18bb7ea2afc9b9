import { useWebhookLog, type WebhookDelivery } from '../../api/webhooks.js';
import { useFormat, useText } from '../../app/language.js';
import { webhookTexts } from '../../messages/webhooks.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import badge from '../../ui/StateBadge.module.css';
import classes from '../settings/Settings.module.css';

const TONES = { waiting: 'warn', delivered: 'good', failed: 'bad' } as const;

/** What a program was told, newest first, and what came of it. */
export function WebhookLog({ id }: { id: string }) {
  const t = useText(webhookTexts);
  const log = useWebhookLog(id);
  return (
    <section className="card" style={{ paddingInline: 0, paddingBottom: 4 }}>
      <h2 className={classes.title} style={{ paddingInline: 16 }}>
        {t('webhookLog.title')}
      </h2>
      <Loaded query={log}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0)
            return (
              <p className="dim" style={{ paddingInline: 16 }}>
                {t('webhookLog.none')}
              </p>
            );
          return (
            <>
              <ol className={`plain-list ${classes.list}`}>
                {items.map((each) => (
                  <Line key={each.id} of={each} />
                ))}
              </ol>
              <MoreButton query={log} label={t('webhookLog.more')} variant="subtle" />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Line({ of: told }: { of: WebhookDelivery }) {
  const t = useText(webhookTexts);
  const format = useFormat();
  const key = `event.${told.event}`;
  const event = key in webhookTexts ? t(key as keyof typeof webhookTexts) : told.event;
  const facts = [
    format.dateTime(told.occurredAt),
    t('webhookLog.tries', { count: told.attempts }),
    told.status !== null && t('webhookLog.status', { status: String(told.status) }),
    told.status === null && told.error,
    told.nextAt && t('webhookLog.next', { time: format.dateTime(told.nextAt) }),
  ].filter(Boolean);
  return (
    <li className={classes.line}>
      <span className={classes.what}>
        <span className="strong">
          {told.subjectId === null ? event : t('webhookLog.line', { event, id: told.subjectId })}
        </span>
        <span className="dim small">{facts.join(' · ')}</span>
      </span>
      <span className={`${badge.badge} ${badge[TONES[told.state]]}`}>
        {t(`webhookLog.state.${told.state}`)}
      </span>
    </li>
  );
}
