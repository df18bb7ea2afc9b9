import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { REVIEW_HOURS } from '../../../../src/domain/urgent-release.js';
import { CAMPAIGNS } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { urgentTexts } from '../../messages/urgent.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { WordForm } from '../../ui/WordForm.js';

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
  return (
    <section className="note warn no-print" aria-labelledby="urgent">
      <h2 id="urgent" style={{ margin: '0 0 8px', fontSize: '1.125rem' }}>
        {t('urgent.title')}
      </h2>
      {asks ? (
        <div className="stack tight">
          <div className="strong">
            {t(startAt ? 'urgent.whatLater' : 'urgent.whatNow', {
              deliveries,
              cost,
              time,
              hours: REVIEW_HOURS,
            })}
          </div>
          <WordForm
            label={t('urgent.word')}
            hint={t('urgent.wordHint')}
            word={word}
            onWord={setWord}
            error={release.error ? toProblem(release.error).at('word') : undefined}
            send={startAt ? t('urgent.later', { time }) : t('urgent.now')}
            cancel={t('urgent.cancel')}
            isReady={isReady && word.trim() !== ''}
            isPending={release.isPending}
            onSend={() => release.mutate()}
            onCancel={() => setAsks(false)}
          >
            <ProblemNote error={release.error} />
          </WordForm>
        </div>
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
