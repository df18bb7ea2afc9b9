import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { type InboxFilter, type Reply, useReplies } from '../../api/replies.js';
import { useFormat, useText } from '../../app/language.js';
import { useMe } from '../../app/session.js';
import { replyTexts } from '../../messages/replies.js';
import { AreaOptions } from '../../ui/AreaOptions.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Page } from '../../ui/Page.js';
import { showPhone } from '../../ui/phone.js';
import { DueBadge } from './DueBadge.js';
import classes from './RepliesScreen.module.css';

const STATES = ['open', 'answered', 'closed', 'all'] as const;
const WHOSE = ['all', 'mine', 'nobody'] as const;

/** The inbox: what households say, by area, with how much time is left. Its filter stands in the address. */
export default function RepliesScreen() {
  const t = useText(replyTexts);
  const me = useMe();
  const [search, setSearch] = useSearchParams();
  const chosen = {
    state: STATES.find((each) => each === search.get('state')) ?? 'open',
    whose: WHOSE.find((each) => each === search.get('whose')) ?? 'all',
    areaId: search.get('area') ?? '',
    isUnknown: search.get('unknown') === '1',
  };
  const filter: InboxFilter = {
    ...chosen,
    state: chosen.state === 'all' ? '' : chosen.state,
    whose: chosen.whose === 'all' ? '' : chosen.whose,
  };
  const replies = useReplies(filter, me.user?.id ?? null);
  const choose = (name: string, value: string) =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <Page
      title={t('replies.title')}
      lead={t('replies.lead')}
      actions={
        <Button component={Link} href="/replies/canned" variant="default">
          {t('canned.title')}
        </Button>
      }
    >
      <div className="stack">
        <div className={classes.filters}>
          <NativeSelect
            label={t('filter.state')}
            value={chosen.state}
            onChange={(event) => choose('state', event.currentTarget.value)}
          >
            {STATES.map((state) => (
              <option key={state} value={state}>
                {t(`filter.state.${state}`)}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t('filter.whose')}
            value={chosen.whose}
            onChange={(event) => choose('whose', event.currentTarget.value)}
          >
            {WHOSE.map((whose) => (
              <option key={whose} value={whose}>
                {t(`filter.whose.${whose}`)}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t('filter.area')}
            value={chosen.areaId}
            onChange={(event) => choose('area', event.currentTarget.value)}
          >
            <option value="">{t('filter.area.all')}</option>
            <AreaOptions />
          </NativeSelect>
        </div>
        <Checkbox
          label={t('filter.unknown')}
          checked={chosen.isUnknown}
          onChange={(event) => choose('unknown', event.currentTarget.checked ? '1' : '')}
        />
        <Loaded query={replies} height={320}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0)
              return (
                <EmptyState icon="chat" title={t('replies.empty')}>
                  {t('replies.emptyWhat')}
                </EmptyState>
              );
            return (
              <div className="stack">
                <ul className="plain-list stack tight">
                  {items.map((reply) => (
                    <li key={reply.id}>
                      <ReplyCard reply={reply} />
                    </li>
                  ))}
                </ul>
                <MoreButton query={replies} label={t('replies.more')} />
              </div>
            );
          }}
        </Loaded>
      </div>
    </Page>
  );
}

function ReplyCard({ reply }: { reply: Reply }) {
  const t = useText(replyTexts);
  const format = useFormat();
  const facts = [
    reply.areaName,
    format.dateTime(reply.receivedAt),
    reply.assignedTo && t('replies.assigned', { name: reply.assignedTo.displayName }),
  ].filter(Boolean);
  return (
    <Link href={`/replies/${reply.id}`} className={`card ${classes.card}`}>
      <span className="row spread">
        <span className={classes.name}>{reply.headName ?? showPhone(reply.phone)}</span>
        <DueBadge reply={reply} />
      </span>
      <span className={classes.text}>{reply.text}</span>
      <span className="dim small">{facts.join(' · ')}</span>
      {reply.intent !== 'person' && !reply.needsPerson && (
        <span className="small">{t(`intent.${reply.intent}`)}</span>
      )}
      {reply.mentionsRefusal && (
        <span className={`small ${classes.warns}`}>{t('replies.mentionsRefusal')}</span>
      )}
    </Link>
  );
}
