import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, ask } from '../../api/client.js';
import { type Reply, useAssignees, useRepliesChanged, useReply } from '../../api/replies.js';
import type { ScreenProps } from '../../app/routes.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { replyTexts } from '../../messages/replies.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { showPhone } from '../../ui/phone.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { AnswerForm } from './AnswerForm.js';
import { DueBadge } from './DueBadge.js';
import { RefusalCard } from './RefusalCard.js';
import { Thread } from './Thread.js';

/** One reply: all that was said with its household, and what to do about it. */
export default function ReplyScreen({ params }: ScreenProps) {
  const t = useText(replyTexts);
  const reply = useReply(params.id!);
  const name = reply.data && (reply.data.headName ?? showPhone(reply.data.phone));
  return (
    <Page title={name ?? t('reply.title')} back="/replies">
      <Loaded query={reply} height={400}>
        {(it) => <Content reply={it} />}
      </Loaded>
    </Page>
  );
}

function Content({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const format = useFormat();
  const may = useMay();
  const facts = [
    reply.areaName ?? t('reply.nobody'),
    showPhone(reply.phone),
    reply.dueAt && reply.state === 'open' && t('due.at', { time: format.dateTime(reply.dueAt) }),
  ].filter(Boolean);
  return (
    <div className="stack">
      <div className="row">
        <DueBadge reply={reply} />
        <span className="dim">{facts.join(' · ')}</span>
      </div>
      {reply.mentionsRefusal && <div className="note warn">{t('reply.mentionsRefusal')}</div>}
      <section className="card stack" aria-label={t('reply.thread')}>
        <Thread reply={reply} />
      </section>
      {may('reply:write') && (
        <>
          <AnswerForm reply={reply} />
          <section className="card stack">
            <Assign reply={reply} />
            <CloseOrReopen reply={reply} />
          </section>
        </>
      )}
      <RefusalCard reply={reply} />
    </div>
  );
}

function Assign({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const announce = useAnnounce();
  const changed = useRepliesChanged();
  const people = useAssignees(reply.id);
  const assign = useMutation({
    mutationFn: (userId: string | null) =>
      ask(api.POST('/api/v1/replies/{id}/assign', { params: { path: { id: reply.id } }, body: { userId } })),
    onSuccess: async ({ assignedTo }) => {
      await changed();
      announce(assignedTo ? t('assign.done', { name: assignedTo.displayName }) : t('assign.undone'));
    },
  });
  const known = people.data ?? [];
  const current = reply.assignedTo;
  return (
    <>
      <NativeSelect
        label={t('assign.label')}
        value={current?.id ?? ''}
        disabled={assign.isPending || people.isPending}
        onChange={(event) => assign.mutate(event.currentTarget.value || null)}
      >
        <option value="">{t('assign.nobody')}</option>
        {current && !known.some(({ id }) => id === current.id) && (
          <option value={current.id}>{current.displayName}</option>
        )}
        {known.map(({ id, displayName }) => (
          <option key={id} value={id}>
            {displayName}
          </option>
        ))}
      </NativeSelect>
      <ProblemNote error={assign.error ?? people.error} />
    </>
  );
}

function CloseOrReopen({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const announce = useAnnounce();
  const changed = useRepliesChanged();
  const act = useMutation({
    mutationFn: (action: 'close' | 'reopen') => {
      const path = { params: { path: { id: reply.id } } };
      return ask(
        action === 'close'
          ? api.POST('/api/v1/replies/{id}/close', path)
          : api.POST('/api/v1/replies/{id}/reopen', path),
      );
    },
    onSuccess: async (_reply, action) => {
      await changed();
      if (action === 'close')
        announce(t('close.done'), { label: t('close.undo'), run: () => act.mutate('reopen') });
    },
  });
  const isOpen = reply.state !== 'closed';
  return (
    <div className="stack tight">
      <div>
        <Button
          variant="default"
          loading={act.isPending}
          onClick={() => act.mutate(isOpen ? 'close' : 'reopen')}
        >
          {t(isOpen ? 'close.button' : 'reopen.button')}
        </Button>
      </div>
      <span className="dim small">{t(isOpen ? 'close.what' : 'reopen.what')}</span>
      <ProblemNote error={act.error} />
    </div>
  );
}
