import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { type WebhookEvent, WEBHOOKS } from '../../api/webhooks.js';
import { useText } from '../../app/language.js';
import { useMe } from '../../app/session.js';
import { webhookTexts } from '../../messages/webhooks.js';
import { AreaOptions } from '../../ui/AreaOptions.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { EventsField } from './EventsField.js';

interface NewWebhookProps {
  onCancel: () => void;
  onMade: (webhook: { name: string; secret: string }) => void;
}

/** Another program that is to be told. */
export function NewWebhook({ onCancel, onMade }: NewWebhookProps) {
  const t = useText(webhookTexts);
  const queries = useQueryClient();
  const isEverywhere = useMe().grants.some(({ role, areaId }) => role === 'admin' && areaId === null);
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [areaId, setAreaId] = useState('');
  const [events, setEvents] = useState<WebhookEvent[]>(['campaign.finished']);
  const create = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/webhook-endpoints', {
          body: { name, url: url.trim(), events, ...(areaId && { areaId }) },
        }),
      ),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: WEBHOOKS });
      onMade({ name: made.name, secret: made.secret });
    },
  });
  const problem = create.error ? toProblem(create.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <TextInput
        label={t('webhook.name')}
        description={t('webhook.nameWhat')}
        required
        withAsterisk={false}
        autoFocus
        maxLength={200}
        value={name}
        error={problem?.at('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('webhook.url')}
        description={t('webhook.urlWhat')}
        inputMode="url"
        required
        withAsterisk={false}
        maxLength={2000}
        value={url}
        error={problem?.at('url')}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('webhook.area')}
        required={!isEverywhere}
        withAsterisk={false}
        value={areaId}
        error={problem?.at('areaId')}
        onChange={(event) => setAreaId(event.currentTarget.value)}
      >
        <option value="">{t(isEverywhere ? 'webhook.area.all' : 'webhook.pick')}</option>
        <AreaOptions />
      </NativeSelect>
      <EventsField chosen={events} change={setEvents} error={problem?.at('events')} />
      <ProblemNote error={create.error} />
      <div className="row">
        <Button type="submit" loading={create.isPending}>
          {t('webhook.add')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('webhook.cancel')}
        </Button>
      </div>
    </form>
  );
}
