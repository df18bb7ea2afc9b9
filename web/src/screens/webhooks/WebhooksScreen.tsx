import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useWebhooks, type Webhook } from '../../api/webhooks.js';
import { useText } from '../../app/language.js';
import { webhookTexts } from '../../messages/webhooks.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Icon } from '../../ui/Icon.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { OnceShown } from '../settings/OnceShown.js';
import classes from '../settings/Settings.module.css';
import { NewWebhook } from './NewWebhook.js';
import { WebhookState } from './WebhookState.js';

/** Other programs that are told what happened; the secret of each is shown once. */
export default function WebhooksScreen() {
  const t = useText(webhookTexts);
  const webhooks = useWebhooks();
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  return (
    <Page
      title={t('webhook.title')}
      lead={t('webhook.lead')}
      back="/settings"
      narrow
      actions={!isMaking && <Button onClick={() => setIsMaking(true)}>{t('webhook.add')}</Button>}
    >
      <div className="stack">
        {made && (
          <>
            <OnceShown label={t('webhook.secret', { name: made.name })} value={made.secret} />
            <p className="dim small" style={{ margin: 0 }}>
              {t('webhook.secretWhat')}
            </p>
          </>
        )}
        {isMaking && (
          <NewWebhook
            onCancel={() => setIsMaking(false)}
            onMade={(webhook) => {
              setMade(webhook);
              setIsMaking(false);
            }}
          />
        )}
        <Loaded query={webhooks}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState icon="megaphone" title={t('webhook.empty')}>
                {t('webhook.emptyWhat')}
              </EmptyState>
            ) : (
              <ul className={`plain-list card ${classes.list}`}>
                {items.map((webhook) => (
                  <WebhookLine key={webhook.id} webhook={webhook} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function WebhookLine({ webhook }: { webhook: Webhook }) {
  const t = useText(webhookTexts);
  return (
    <li>
      <Link href={`/settings/webhooks/${webhook.id}`} className={classes.line}>
        <span className={classes.what}>
          <span className="strong">{webhook.name}</span>
          <span className="dim small">{webhook.url}</span>
          <span className="small">{webhook.events.map((event) => t(`event.${event}`)).join(', ')}</span>
          <span style={{ marginTop: 4 }}>
            <WebhookState webhook={webhook} />
          </span>
        </span>
        <Icon name="next" size={20} />
      </Link>
    </li>
  );
}
