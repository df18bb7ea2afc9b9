import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { REVIEW_HOURS, REVIEWS_NEEDED } from '../../../../src/domain/urgent-release.js';
import { type Campaign, CAMPAIGNS } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { type UrgentRelease, useUrgentRelease } from '../../api/tracking.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { urgentTexts } from '../../messages/urgent.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { WordForm } from '../../ui/WordForm.js';

/** An urgent campaign that left without an approver: who let it out and why, and what approvers say of it. Nothing else. */
export function ReviewCard({ campaign }: { campaign: Campaign }) {
  const t = useText(urgentTexts);
  const format = useFormat();
  const query = useUrgentRelease(campaign);
  if (query.error) return <ProblemNote error={query.error} />;
  const release = query.data?.release;
  if (!release) return null;
  const { state, reviews } = release;
  return (
    <section className={`note stack tight ${state === 'agreed' ? '' : 'warn'}`} aria-labelledby="review">
      <h2 id="review" style={{ margin: 0, fontSize: '1.125rem' }}>
        {t('looked.title')}
      </h2>
      <div>
        {t('looked.who', {
          name: release.releasedByName ?? release.releasedBy,
          time: format.dateTime(release.releasedAt),
        })}
      </div>
      {release.word && <div>{t('looked.why', { word: release.word })}</div>}
      <div className="strong">{t('looked.count', { count: reviews.length, needed: REVIEWS_NEEDED })}</div>
      {state === 'overdue' && <div>{t('looked.overdue', { hours: REVIEW_HOURS })}</div>}
      {reviews.length > 0 && (
        <ul className="plain-list stack tight">
          {reviews.map(({ userId, name, isAgreed, word, at }) => (
            <li key={userId}>
              <span className="strong">{t(isAgreed ? 'looked.agreed' : 'looked.objected', { name })}</span>
              <span className="dim small"> · {format.dateTime(at)}</span>
              {word && <div>{word}</div>}
            </li>
          ))}
        </ul>
      )}
      {release.mayReview && <Word release={release} />}
    </section>
  );
}

/** The word of an approver: they agree, or say why not. */
function Word({ release }: { release: UrgentRelease }) {
  const t = useText(urgentTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [objects, setObjects] = useState(false);
  const [word, setWord] = useState('');
  const review = useMutation({
    mutationFn: (isAgreed: boolean) =>
      ask(
        api.POST('/api/v1/campaigns/{id}/reviews', {
          params: { path: { id: release.campaignId } },
          body: { isAgreed, releasedAt: release.releasedAt, ...(!isAgreed && { word: word.trim() }) },
        }),
      ),
    onSuccess: () => announce(t('looked.done')),
    onSettled: () => queries.invalidateQueries({ queryKey: CAMPAIGNS }),
  });
  return (
    <div className="stack tight no-print">
      <ProblemNote error={review.error} />
      {objects ? (
        <WordForm
          label={t('looked.reason')}
          word={word}
          onWord={setWord}
          send={t('looked.objectDo')}
          cancel={t('looked.cancel')}
          isReady={word.trim() !== ''}
          isPending={review.isPending}
          onSend={() => review.mutate(false)}
          onCancel={() => setObjects(false)}
        />
      ) : (
        <div className="row">
          <Button loading={review.isPending} onClick={() => review.mutate(true)}>
            {t('looked.agree')}
          </Button>
          <Button variant="default" onClick={() => setObjects(true)}>
            {t('looked.object')}
          </Button>
        </div>
      )}
    </div>
  );
}
