import { NativeSelect, TextInput } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { useAreas } from '../../api/areas.js';
import { type AuditEvent, useAudit } from '../../api/settings.js';
import { useFormat, useText } from '../../app/language.js';
import { auditTexts } from '../../messages/audit.js';
import { AreaOptions } from '../../ui/AreaOptions.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Page } from '../../ui/Page.js';
import classes from './Settings.module.css';

/** Kinds of things that entries are about, as the trail calls them. */
const KINDS = [
  'campaign',
  'household',
  'import',
  'refusal',
  'reply',
  'gateway',
  'user',
  'api-key',
  'area',
  'propagandist',
  'budget',
  'data-request',
  'webhook-endpoint',
  'settings',
] as const;

type ActionKey = Extract<keyof typeof auditTexts, `action.${string}`>;

/** Who did what, when, from where. The filter stands in the address. */
export default function AuditScreen() {
  const t = useText(auditTexts);
  const [search, setSearch] = useSearchParams();
  const filter = {
    action: search.get('action') ?? '',
    subjectKind: search.get('kind') ?? '',
    areaId: search.get('area') ?? '',
    from: search.get('from') ?? '',
    until: search.get('until') ?? '',
  };
  const events = useAudit(filter);
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
    <Page title={t('audit.title')} lead={t('audit.lead')} back="/settings">
      <div className="stack">
        <div className={classes.pair}>
          <NativeSelect
            label={t('audit.kind')}
            value={filter.subjectKind}
            onChange={(event) => choose('kind', event.currentTarget.value)}
          >
            <option value="">{t('audit.kind.all')}</option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kindOf.${kind}`)}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t('audit.area')}
            value={filter.areaId}
            onChange={(event) => choose('area', event.currentTarget.value)}
          >
            <option value="">{t('audit.area.all')}</option>
            <AreaOptions />
          </NativeSelect>
          <TextInput
            label={t('audit.from')}
            type="date"
            value={filter.from}
            onChange={(event) => choose('from', event.currentTarget.value)}
          />
          <TextInput
            label={t('audit.until')}
            type="date"
            value={filter.until}
            onChange={(event) => choose('until', event.currentTarget.value)}
          />
        </div>
        <Loaded query={events} height={400}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0)
              return (
                <EmptyState icon="file" title={t('audit.empty')}>
                  {t('audit.emptyWhat')}
                </EmptyState>
              );
            return (
              <div className="stack">
                <ol className={`plain-list card ${classes.list}`}>
                  {items.map((event) => (
                    <Line key={event.id} event={event} />
                  ))}
                </ol>
                <MoreButton query={events} label={t('audit.more')} />
              </div>
            );
          }}
        </Loaded>
      </div>
    </Page>
  );
}

/** What somebody did to their own account: the name of the actor says enough. */
const isOwn = ({ actor, subject }: AuditEvent) => subject?.kind === 'user' && subject.id === actor.id;

function Line({ event }: { event: AuditEvent }) {
  const t = useText(auditTexts);
  const format = useFormat();
  const areas = useAreas();
  const nameOf = (name: string) =>
    `detail.${name}` in auditTexts ? t(`detail.${name}` as keyof typeof auditTexts) : name;
  const show = (name: string, value: unknown): string => {
    if (name === 'areaId') return areas.data?.find(({ id }) => id === value)?.name ?? String(value);
    if (typeof value === 'number') return format.number(value);
    if (Array.isArray(value)) return value.join(', ');
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const key = `action.${event.action}`;
  const what = key in auditTexts ? t(key as ActionKey) : event.action;
  const facts = [format.dateTime(event.at), event.actor.name, event.address].filter(Boolean);
  const details = event.details ? Object.entries(event.details) : [];
  return (
    <li className={classes.line}>
      <span className={classes.what}>
        <span className="strong">
          {what}
          {event.subject?.id && !isOwn(event) && (
            <span className="dim"> · {t('audit.number', { id: event.subject.id })}</span>
          )}
        </span>
        <span className="dim small">{facts.join(' · ')}</span>
        {details.length > 0 && (
          <span className="small">
            {details.map(([name, value]) => `${nameOf(name)}: ${show(name, value)}`).join(' · ')}
          </span>
        )}
      </span>
    </li>
  );
}
