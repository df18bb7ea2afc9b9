import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Campaign, CAMPAIGNS } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { approvalTexts } from '../../messages/approval.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { WordForm } from '../../ui/WordForm.js';

interface DecisionProps {
  campaign: Campaign;
  deliveries: number;
  cost: string;
  /** When it starts; null for at once. */
  startAt: Date | null;
  /** Somebody changed the campaign after it was shown: nothing was decided. */
  onChanged: () => void;
}

/** Release it, or send it back with a word. The buttons say what they do, and hold for what is on the screen only. */
export function Decision({ campaign, deliveries, cost, startAt, onChanged }: DecisionProps) {
  const t = useText(approvalTexts);
  const format = useFormat();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [word, setWord] = useState('');
  const [reason, setReason] = useState('');
  const [sendsBack, setSendsBack] = useState(false);
  const params = { path: { id: campaign.id } };
  const { version } = campaign;
  const failed = (error: unknown) => {
    if (toProblem(error).code === 'changed-since') onChanged();
  };
  const done = async (text: string) => {
    announce(text);
    await queries.invalidateQueries({ queryKey: CAMPAIGNS });
  };
  const approve = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/campaigns/{id}/approve', {
          params,
          body: word.trim() ? { word: word.trim(), version } : { version },
        }),
      ),
    onSuccess: () => done(t('approval.approved')),
    onError: failed,
  });
  const reject = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/campaigns/{id}/reject', { params, body: { reason, version } })),
    onSuccess: () => done(t('approval.sentBack')),
    onError: failed,
  });
  const error = approve.error ?? reject.error;
  return (
    <section className="card stack no-print">
      {campaign.isUrgent && (
        <Textarea
          label={t('approval.word')}
          description={t('approval.wordWhy')}
          rows={2}
          maxLength={1000}
          required
          value={word}
          error={approve.error ? toProblem(approve.error).at('word') : undefined}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      )}
      <ProblemNote error={error} />
      {sendsBack ? (
        <WordForm
          label={t('approval.reason')}
          hint={t('approval.reasonHint')}
          word={reason}
          onWord={setReason}
          send={t('approval.sendBackDo')}
          cancel={t('approval.cancel')}
          isPending={reject.isPending}
          onSend={() => reject.mutate()}
          onCancel={() => setSendsBack(false)}
        />
      ) : (
        <div className="stack tight">
          <Button
            size="lg"
            styles={{
              root: { height: 'auto', minHeight: 52, paddingBlock: 8 },
              label: { whiteSpace: 'normal', lineHeight: 1.3 },
            }}
            loading={approve.isPending}
            onClick={() => approve.mutate()}
          >
            {startAt
              ? t('approval.approveLater', {
                  time: format.dateTime(startAt),
                  deliveries,
                  cost,
                })
              : t('approval.approveNow', { deliveries, cost })}
          </Button>
          <Button variant="default" size="lg" onClick={() => setSendsBack(true)}>
            {t('approval.sendBack')}
          </Button>
        </div>
      )}
    </section>
  );
}
