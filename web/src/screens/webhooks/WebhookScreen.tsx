import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useWebhooks, type Webhook, WEBHOOKS } from '../../api/webhooks.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import type { ScreenProps } from '../../app/routes.js';
import { webhookTexts } from '../../messages/webhooks.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from '../settings/Settings.module.css';
import { EventsField } from './EventsField.js';
import { WebhookActions } from './WebhookActions.js';
import { WebhookLog } from './WebhookLog.js';
import { WebhookState } from './WebhookState.js';

/** One program that is told: whether it listens, what it was told, its settings. */
export default function WebhookScreen({ params }: ScreenProps) {
  const t = useText(webhookTexts);
  const webhooks = useWebhooks();
  const found = webhooks.data?.find(({ id }) => id === params.id);
  return (
    <Page title={found?.name ?? t('webhook.title')} lead={found?.url} back="/settings/webhooks" narrow>
      <Loaded query={webhooks} height={320}>
        {() =>
          found ? (
            <div className="stack">
              <State webhook={found} />
              <WebhookLog id={found.id} />
              <Settings key={found.id} webhook={found} />
            </div>
          ) : (
            <p className="dim">{t('webhook.gone')}</p>
          )
        }
      </Loaded>
    </Page>
  );
}

function State({ webhook }: { webhook: Webhook }) {
  const t = useText(webhookTexts);
  const { waiting, failed } = webhook;
  return (
    <section className="card stack">
      <div className="row spread">
        <h2 className={classes.title}>{t('webhook.manage')}</h2>
        <WebhookState webhook={webhook} />
      </div>
      {(waiting > 0 || failed > 0) && (
        <span>
          {[
            waiting > 0 && t('webhook.waiting', { count: waiting }),
            failed > 0 && t('webhook.failed', { count: failed }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
      <WebhookActions webhook={webhook} />
    </section>
  );
}

function Settings({ webhook }: { webhook: Webhook }) {
  const t = useText(webhookTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [name, setName] = useState(webhook.name);
  const [url, setUrl] = useState(webhook.url);
  const [events, setEvents] = useState(webhook.events);
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.PATCH('/api/v1/webhook-endpoints/{id}', {
          params: { path: { id: webhook.id } },
          body: { name, url: url.trim(), events },
        }),
      ),
    onSuccess: async () => {
      announce(t('webhook.saved'));
      await queries.invalidateQueries({ queryKey: WEBHOOKS });
    },
  });
  const problem = save.error ? toProblem(save.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <h2 className={classes.title}>{t('webhook.settings')}</h2>
      <TextInput
        label={t('webhook.name')}
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        error={problem?.at('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('webhook.url')}
        inputMode="url"
        required
        withAsterisk={false}
        maxLength={2000}
        value={url}
        error={problem?.at('url')}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <EventsField chosen={events} change={setEvents} error={problem?.at('events')} />
      <ProblemNote error={save.error} />
      <div>
        <Button type="submit" variant="default" loading={save.isPending}>
          {t('webhook.save')}
        </Button>
      </div>
    </form>
  );
}
