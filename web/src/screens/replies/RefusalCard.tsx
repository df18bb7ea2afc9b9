import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api, ask } from '../../api/client.js';
import { type Reply, useRefusal, useRepliesChanged } from '../../api/replies.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { replyTexts } from '../../messages/replies.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** Whether the number gets messages of this channel; and the way to stop them, or to send them again. */
export function RefusalCard({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const format = useFormat();
  const may = useMay();
  const announce = useAnnounce();
  const changed = useRepliesChanged();
  const isMobile = reply.phone.startsWith('+');
  const refusal = useRefusal(reply.phone, reply.channel, isMobile);
  const refuse = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/refusals', { body: { phone: reply.phone, channel: reply.channel } })),
    onSuccess: async ({ id }) => {
      await changed();
      announce(t('refusal.done'), { label: t('refusal.undo'), run: () => lift.mutate(id) });
    },
  });
  const lift = useMutation({
    mutationFn: (id: string) => ask(api.POST('/api/v1/refusals/{id}/lift', { params: { path: { id } } })),
    onSuccess: async () => {
      await changed();
      announce(t('refusal.lifted'));
    },
  });
  if (!isMobile) return null;
  const channel = t(`channelName.${reply.channel}`);
  return (
    <section className="card stack tight">
      <Loaded query={refusal} height={60}>
        {(it) => (
          <>
            <div>
              {it
                ? t('refusal.stands', {
                    channel,
                    time: format.dateTime(it.createdAt),
                    source: t(`refusal.by.${it.source}`),
                  })
                : t('refusal.none', { channel })}
            </div>
            {may('refusal:write') && (
              <div>
                {it ? (
                  <Button variant="default" loading={lift.isPending} onClick={() => lift.mutate(it.id)}>
                    {t('refusal.lift', { channel })}
                  </Button>
                ) : (
                  <Button variant="default" loading={refuse.isPending} onClick={() => refuse.mutate()}>
                    {t('refusal.refuse', { channel })}
                  </Button>
                )}
              </div>
            )}
          </>
        )}
      </Loaded>
      <ProblemNote error={refuse.error ?? lift.error} />
    </section>
  );
}
