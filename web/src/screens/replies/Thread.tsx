import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { type Reply, type ThreadEntry, useThread } from '../../api/replies.js';
import { useFormat, useText } from '../../app/language.js';
import { replyTexts } from '../../messages/replies.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import classes from './RepliesScreen.module.css';

/** All that was said with a household, oldest first; of a number that nobody has, the reply alone. */
export function Thread({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const thread = useThread(reply.householdId);
  if (reply.householdId === null)
    return (
      <div className={classes.thread}>
        <Theirs reply={reply} isChosen />
      </div>
    );
  return (
    <Loaded query={thread} height={260}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.items).toReversed();
        return (
          <>
            <MoreButton query={thread} label={t('thread.older')} />
            <ol className={`plain-list ${classes.thread}`}>
              {entries.map((entry) => (
                <Entry key={keyOf(entry)} entry={entry} chosen={reply.id} />
              ))}
            </ol>
          </>
        );
      }}
    </Loaded>
  );
}

function keyOf({ message, reply, single }: ThreadEntry): string {
  return `m${message?.deliveryId} r${reply?.id} s${single?.id}`;
}

function Entry({ entry, chosen }: { entry: ThreadEntry; chosen: string }) {
  const t = useText(replyTexts);
  const format = useFormat();
  const { message, reply, single } = entry;
  if (reply)
    return (
      <li className={`${classes.entry} ${classes.theirs}`}>
        <Theirs reply={reply} isChosen={reply.id === chosen} />
      </li>
    );
  const who = message ? t('thread.campaign') : t(`thread.${single!.kind}`);
  const state = message ? null : t(`single.${single!.state}`);
  return (
    <li className={`${classes.entry} ${classes.ours}`}>
      <div className="dim small">
        {who} · {format.dateTime(entry.at)}
        {state && ` · ${state}`}
      </div>
      <div className={classes.bubble}>{message ? (message.text ?? t('thread.noText')) : single!.text}</div>
      {message && (
        <Anchor component={Link} href={`/campaigns/${message.campaignId}`} size="sm" underline="always">
          {message.title}
        </Anchor>
      )}
    </li>
  );
}

function Theirs({ reply, isChosen }: { reply: Reply; isChosen: boolean }) {
  const t = useText(replyTexts);
  const format = useFormat();
  return (
    <div className={isChosen ? classes.chosen : undefined}>
      <div className="dim small">
        {t('thread.household')} · {format.dateTime(reply.receivedAt)}
      </div>
      <div className={classes.bubble}>{reply.text}</div>
    </div>
  );
}
