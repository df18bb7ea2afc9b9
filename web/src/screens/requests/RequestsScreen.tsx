import { Button, NativeSelect } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { type DataRequest, REQUEST_STATES, useDataRequests } from '../../api/data-requests.js';
import { useText } from '../../app/language.js';
import { requestTexts } from '../../messages/data-requests.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Icon } from '../../ui/Icon.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Page } from '../../ui/Page.js';
import badge from '../../ui/StateBadge.module.css';
import classes from '../settings/Settings.module.css';
import { useDay } from './use-day.js';

/** What persons asked about their data, as a list that is worked off before its deadlines. */
export default function RequestsScreen() {
  const t = useText(requestTexts);
  const [search, setSearch] = useSearchParams();
  const state = REQUEST_STATES.find((each) => each === search.get('state')) ?? 'open';
  const requests = useDataRequests(state);
  return (
    <Page
      title={t('request.title')}
      lead={t('request.lead')}
      back="/settings"
      narrow
      actions={
        <Button component={Link} href="/directory/requests/new">
          {t('request.add')}
        </Button>
      }
    >
      <div className="stack">
        <NativeSelect
          label={t('request.show')}
          style={{ maxWidth: 260 }}
          value={state}
          onChange={(event) => setSearch({ state: event.currentTarget.value }, { replace: true })}
        >
          {REQUEST_STATES.map((each) => (
            <option key={each} value={each}>
              {t(`request.state.${each}`)}
            </option>
          ))}
        </NativeSelect>
        <Loaded query={requests}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0)
              return (
                <EmptyState icon="file" title={t('request.empty')}>
                  {t('request.emptyWhat')}
                </EmptyState>
              );
            return (
              <ul className={`plain-list card ${classes.list}`}>
                {items.map((request) => (
                  <RequestLine key={request.id} request={request} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        <MoreButton query={requests} label={t('request.more')} />
      </div>
    </Page>
  );
}

function RequestLine({ request }: { request: DataRequest }) {
  const t = useText(requestTexts);
  const day = useDay();
  return (
    <li>
      <Link href={`/directory/requests/${request.id}`} className={classes.line}>
        <span className={classes.what}>
          <span className="strong">{t(`kind.${request.kind}`)}</span>
          <span className="dim small">
            {t('request.by', { name: request.requester, day: day(request.receivedOn) })}
          </span>
          <span className="row" style={{ marginTop: 4 }}>
            {request.state === 'open' && (
              <span className="small">{t('request.dueOn', { day: day(request.dueOn) })}</span>
            )}
            {request.isOverdue && (
              <span className={`${badge.badge} ${badge.bad}`}>{t('request.overdue')}</span>
            )}
          </span>
        </span>
        <Icon name="next" size={20} />
      </Link>
    </li>
  );
}
