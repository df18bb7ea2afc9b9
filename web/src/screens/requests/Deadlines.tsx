import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { DATA_REQUESTS, type DataRequest } from '../../api/data-requests.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { requestTexts } from '../../messages/data-requests.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import badge from '../../ui/StateBadge.module.css';
import classes from '../settings/Settings.module.css';
import { useDay } from './use-day.js';

/** By when the person is told and the request settled; put off once, with a reason. */
export function Deadlines({ request }: { request: DataRequest }) {
  const t = useText(requestTexts);
  const format = useFormat();
  const day = useDay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [isPuttingOff, setPuttingOff] = useState(false);
  const acknowledge = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/data-requests/{id}/acknowledge', { params: { path: { id: request.id } } })),
    onSuccess: () => announce(t('request.acknowledged')),
    onSettled: () => queries.invalidateQueries({ queryKey: DATA_REQUESTS }),
  });
  return (
    <section className="card stack tight">
      <div className="row spread">
        <h2 className={classes.title}>{t('request.deadlines')}</h2>
        {request.isOverdue && <span className={`${badge.badge} ${badge.bad}`}>{t('request.overdue')}</span>}
      </div>
      <span>
        {request.acknowledgedAt
          ? t('request.ackedAt', { time: format.dateTime(request.acknowledgedAt) })
          : t('request.ackBy', { day: day(request.acknowledgeBy) })}
      </span>
      <span className="strong">{t('request.settleBy', { day: day(request.dueOn) })}</span>
      {request.extensionReason && (
        <span className="dim small">{t('request.extended', { reason: request.extensionReason })}</span>
      )}
      <ProblemNote error={acknowledge.error} />
      {isPuttingOff ? (
        <ExtendForm request={request} onDone={() => setPuttingOff(false)} />
      ) : (
        <div className="row">
          {!request.acknowledgedAt && (
            <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
              {t('request.acknowledge')}
            </Button>
          )}
          {!request.extendedTo && (
            <Button variant="default" onClick={() => setPuttingOff(true)}>
              {t('request.extend')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function ExtendForm({ request, onDone }: { request: DataRequest; onDone: () => void }) {
  const t = useText(requestTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const extend = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/data-requests/{id}/extend', {
          params: { path: { id: request.id } },
          body: { to, reason },
        }),
      ),
    onSuccess: async () => {
      announce(t('request.extendedNow'));
      onDone();
      await queries.invalidateQueries({ queryKey: DATA_REQUESTS });
    },
  });
  const problem = extend.error ? toProblem(extend.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    extend.mutate();
  };
  return (
    <form className="stack tight" onSubmit={submit}>
      <TextInput
        label={t('request.extendTo')}
        description={t('request.extendWhat')}
        type="date"
        required
        withAsterisk={false}
        style={{ maxWidth: 260 }}
        value={to}
        error={problem?.at('to')}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <TextInput
        label={t('request.extendWhy')}
        required
        withAsterisk={false}
        maxLength={500}
        value={reason}
        error={problem?.at('reason')}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ProblemNote error={extend.error} />
      <div className="row">
        <Button type="submit" loading={extend.isPending}>
          {t('request.extend')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('request.cancel')}
        </Button>
      </div>
    </form>
  );
}
