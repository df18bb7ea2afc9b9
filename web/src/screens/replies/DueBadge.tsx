import type { Reply } from '../../api/replies.js';
import { useFormat, useText } from '../../app/language.js';
import { replyTexts } from '../../messages/replies.js';
import { useNow } from '../../ui/use-now.js';
import badge from '../../ui/StateBadge.module.css';

const HOUR = 3_600_000;

/** How a reply stands to its time: done, in time, or late, in one word or two. */
export function DueBadge({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const format = useFormat();
  const now = useNow();
  const { state, dueAt, answeredInTime } = reply;
  if (state === 'answered' || (state === 'closed' && reply.answeredAt)) {
    const isLate = answeredInTime === false;
    return (
      <span className={`${badge.badge} ${isLate ? badge.warn : badge.good}`}>
        {t(isLate ? 'due.answeredLate' : 'due.answered')}
      </span>
    );
  }
  if (state === 'closed') return <span className={`${badge.badge} ${badge.quiet}`}>{t('due.closed')}</span>;
  if (dueAt === null) return null;
  const left = new Date(dueAt).getTime() - now;
  const hours = Math.max(1, Math.floor(Math.abs(left) / HOUR));
  const title = t('due.at', { time: format.dateTime(dueAt) });
  if (left < 0)
    return (
      <span className={`${badge.badge} ${badge.bad}`} title={title}>
        {t('due.late', { hours })}
      </span>
    );
  return (
    <span className={`${badge.badge} ${left < 6 * HOUR ? badge.warn : badge.busy}`} title={title}>
      {t('due.left', { hours })}
    </span>
  );
}
