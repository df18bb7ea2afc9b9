import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { type CannedAnswer, useCannedAnswers, useRepliesChanged } from '../../api/replies.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { replyTexts } from '../../messages/replies.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** Answers that are written once, each with the article it rests on. */
export default function CannedScreen() {
  const t = useText(replyTexts);
  const may = useMay();
  const canned = useCannedAnswers();
  const [edited, setEdited] = useState<string | 'new' | null>(null);
  const close = () => setEdited(null);
  return (
    <Page
      title={t('canned.title')}
      lead={t('canned.lead')}
      back="/replies"
      narrow
      actions={
        may('reply:write') &&
        edited !== 'new' && <Button onClick={() => setEdited('new')}>{t('canned.new')}</Button>
      }
    >
      <div className="stack">
        {edited === 'new' && <CannedForm onDone={close} />}
        <Loaded query={canned}>
          {(items) =>
            items.length === 0 && edited !== 'new' ? (
              <EmptyState icon="chat" title={t('canned.empty')}>
                {t('canned.emptyWhat')}
              </EmptyState>
            ) : (
              <ul className="plain-list stack tight">
                {items.map((each) => (
                  <li key={each.id}>
                    {edited === each.id ? (
                      <CannedForm answer={each} onDone={close} />
                    ) : (
                      <Shown answer={each} onEdit={() => setEdited(each.id)} />
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function Shown({ answer, onEdit }: { answer: CannedAnswer; onEdit: () => void }) {
  const t = useText(replyTexts);
  const may = useMay();
  return (
    <article className="card stack tight">
      <h2 style={{ margin: 0, fontSize: '1.125rem' }}>{answer.title}</h2>
      <div style={{ whiteSpace: 'pre-wrap' }}>{answer.text}</div>
      {answer.lawReference && <div className="dim">{answer.lawReference}</div>}
      {may('reply:write') && (
        <div>
          <Button
            variant="default"
            size="sm"
            onClick={onEdit}
            aria-label={t('canned.editNamed', { name: answer.title })}
          >
            {t('canned.edit')}
          </Button>
        </div>
      )}
    </article>
  );
}

function CannedForm({ answer, onDone }: { answer?: CannedAnswer; onDone: () => void }) {
  const t = useText(replyTexts);
  const announce = useAnnounce();
  const changed = useRepliesChanged();
  const [title, setTitle] = useState(answer?.title ?? '');
  const [text, setText] = useState(answer?.text ?? '');
  const [lawReference, setLawReference] = useState(answer?.lawReference ?? '');
  const body = { title, text, lawReference: lawReference.trim() || null };
  const save = useMutation({
    mutationFn: async () => {
      if (answer)
        await ask(api.PATCH('/api/v1/canned-answers/{id}', { params: { path: { id: answer.id } }, body }));
      else await ask(api.POST('/api/v1/canned-answers', { body }));
    },
    onSuccess: async () => {
      await changed();
      onDone();
    },
  });
  const remove = useMutation({
    mutationFn: () =>
      ask(api.DELETE('/api/v1/canned-answers/{id}', { params: { path: { id: answer!.id } } })),
    onSuccess: async () => {
      await changed();
      announce(t('canned.removed', { name: answer!.title }), {
        label: t('canned.undo'),
        run: () => restore.mutate(),
      });
      onDone();
    },
  });
  const restore = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/canned-answers', { body })),
    onSuccess: changed,
  });
  const problem = save.error ? toProblem(save.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <TextInput
        label={t('canned.about')}
        required
        withAsterisk={false}
        autoFocus
        maxLength={200}
        value={title}
        error={problem?.at('title')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label={t('canned.text')}
        required
        withAsterisk={false}
        autosize
        minRows={3}
        maxLength={1000}
        value={text}
        error={problem?.at('text')}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        label={t('canned.law')}
        description={t('canned.lawHint')}
        maxLength={300}
        value={lawReference}
        error={problem?.at('lawReference')}
        onChange={(event) => setLawReference(event.currentTarget.value)}
      />
      {problem?.errors.length ? null : <ProblemNote error={save.error ?? remove.error} />}
      <div className="row">
        <Button type="submit" loading={save.isPending}>
          {t('canned.save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('canned.cancel')}
        </Button>
        {answer && (
          <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('canned.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}
