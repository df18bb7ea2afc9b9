import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { DATA_REQUESTS } from '../../api/data-requests.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { requestTexts } from '../../messages/data-requests.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from '../settings/Settings.module.css';

/** What was done, or why it was refused; it stands with the request from then on. */
export function CloseForm({ id }: { id: string }) {
  const t = useText(requestTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState('');
  const close = useMutation({
    mutationFn: (state: 'done' | 'refused') =>
      ask(
        api.POST('/api/v1/data-requests/{id}/close', { params: { path: { id } }, body: { state, outcome } }),
      ),
    onSuccess: async () => {
      announce(t('request.closedNow'));
      await queries.invalidateQueries({ queryKey: DATA_REQUESTS });
    },
  });
  const problem = close.error ? toProblem(close.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    close.mutate('done');
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <h2 className={classes.title}>{t('request.close')}</h2>
      <Textarea
        label={t('request.outcome')}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        maxLength={1000}
        value={outcome}
        error={problem?.at('outcome')}
        onChange={(event) => setOutcome(event.currentTarget.value)}
      />
      <ProblemNote error={close.error} />
      <div className="row">
        <Button type="submit" loading={close.isPending}>
          {t('request.done')}
        </Button>
        <Button variant="default" disabled={close.isPending} onClick={() => close.mutate('refused')}>
          {t('request.refuse')}
        </Button>
      </div>
    </form>
  );
}
