import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { countSmsParts, prepareSmsText } from '../../../../src/domain/sms-parts.js';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { type CannedAnswer, type Reply, useCannedAnswers, useRepliesChanged } from '../../api/replies.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { replyTexts } from '../../messages/replies.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** A canned answer as it goes out: the article that it rests on stands behind it. */
function textOf({ text, lawReference }: CannedAnswer): string {
  return lawReference && !text.includes(lawReference) ? `${text} (${lawReference})` : text;
}

/** Writes one answer, from scratch or from a canned one; says how many parts it takes. */
export function AnswerForm({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const announce = useAnnounce();
  const changed = useRepliesChanged();
  const canned = useCannedAnswers();
  const [text, setText] = useState('');
  const [unaccented, setUnaccented] = useState(false);
  const answer = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/replies/{id}/answer', {
          params: { path: { id: reply.id } },
          body: { text, unaccented },
        }),
      ),
    onSuccess: async () => {
      setText('');
      await changed();
      announce(t('answer.done'));
    },
  });
  const { parts, unitsToSaveOnePart } = countSmsParts(prepareSmsText(text.trim(), { unaccented }));
  const problem = answer.error ? toProblem(answer.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit} aria-label={t('answer.title')}>
      {(canned.data?.length ?? 0) > 0 && (
        <NativeSelect
          label={t('answer.canned')}
          value=""
          onChange={(event) => {
            const chosen = canned.data?.find(({ id }) => id === event.currentTarget.value);
            if (chosen)
              setText((before) => (before.trim() ? `${before.trim()} ${textOf(chosen)}` : textOf(chosen)));
          }}
        >
          <option value="">{t('answer.cannedChoose')}</option>
          {canned.data!.map(({ id, title, lawReference }) => (
            <option key={id} value={id}>
              {lawReference ? `${title} · ${lawReference}` : title}
            </option>
          ))}
        </NativeSelect>
      )}
      <Textarea
        label={t('answer.text')}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={1000}
        value={text}
        error={problem?.at('text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {reply.channel === 'sms' && (
        <>
          <Checkbox
            label={t('answer.unaccented')}
            checked={unaccented}
            onChange={(event) => setUnaccented(event.currentTarget.checked)}
          />
          <div className="dim small" aria-live="polite">
            {t('answer.parts', { parts })}
            {unitsToSaveOnePart > 0 && ` ${t('answer.save', { count: unitsToSaveOnePart })}`}
          </div>
        </>
      )}
      {!problem?.at('text') && <ProblemNote error={answer.error} />}
      <div>
        <Button type="submit" loading={answer.isPending} disabled={text.trim() === ''}>
          {t('answer.send')}
        </Button>
      </div>
    </form>
  );
}
