import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { REVIEW_HOURS } from '../../../../src/domain/urgent-release.js';
import { CAMPAIGNS } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { urgentTexts } from '../../messages/urgent.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

interface ReleaseUrgentlyProps {
  /** Saves what is not saved yet; answers which version of which campaign is on the screen. */
  shown: () => Promise<{ id: string; version: number }>;
  deliveries: number;
  cost: string;
  /** When it starts; null for at once. */
  startAt: Date | null;
  isReady?: boolean;
  onReleased?: (id: string) => void;
  /** Somebody changed the campaign after it was shown: nothing has left. */
  onChanged?: () => void;
}

/** What cannot wait: an urgent campaign leaves with a word why, and says first what that means. */
export function ReleaseUrgently(props: ReleaseUrgentlyProps) {
  const { shown, deliveries, cost, startAt, isReady = true, onReleased, onChanged } = props;
  const t = useText(urgentTexts);
  const format = useFormat();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const [word, setWord] = useState('');
  const time = startAt ? format.dateTime(startAt) : '';
  const release = useMutation({
    mutationFn: async () => {
      const { id, version } = await shown();
      return ask(
        api.POST('/api/v1/campaigns/{id}/release', {
          params: { path: { id } },
          body: { word: word.trim(), version },
        }),
      );
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: CAMPAIGNS });
      announce(t('urgent.released'));
      onReleased?.(id);
    },
    onError: (error) => {
      if (toProblem(error).code === 'changed-since') onChanged?.();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    release.mutate();
  };
  return (
    <section className="note warn no-print" aria-labelledby="urgent">
      <h2 id="urgent" style={{ margin: '0 0 8px', fontSize: '1.125rem' }}>
        {t('urgent.title')}
      </h2>
      {asks ? (
        <form className="stack tight" onSubmit={submit}>
          <div className="strong">
            {t(startAt ? 'urgent.whatLater' : 'urgent.whatNow', {
              deliveries,
              cost,
              time,
              hours: REVIEW_HOURS,
            })}
          </div>
          <Textarea
            label={t('urgent.word')}
            description={t('urgent.wordHint')}
            rows={3}
            maxLength={1000}
            required
            autoFocus
            withAsterisk={false}
            value={word}
            error={release.error ? toProblem(release.error).at('word') : undefined}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          <ProblemNote error={release.error} />
          <div className="row">
            <Button type="submit" disabled={!isReady || !word.trim()} loading={release.isPending}>
              {startAt ? t('urgent.later', { time }) : t('urgent.now')}
            </Button>
            <Button variant="default" onClick={() => setAsks(false)}>
              {t('urgent.cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <p>{t('urgent.hint')}</p>
          <Button variant="default" disabled={!isReady} onClick={() => setAsks(true)}>
            {t('urgent.open')}
          </Button>
        </>
      )}
    </section>
  );
}
