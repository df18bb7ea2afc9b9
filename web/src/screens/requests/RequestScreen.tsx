import { Anchor, Button } from '@mantine/core';
import { Link } from 'wouter';
import { type DataRequest, useDataRequest } from '../../api/data-requests.js';
import { useFormat, useText } from '../../app/language.js';
import type { ScreenProps } from '../../app/routes.js';
import { useMay } from '../../app/session.js';
import { requestTexts } from '../../messages/data-requests.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import badge from '../../ui/StateBadge.module.css';
import classes from '../settings/Settings.module.css';
import { CloseForm } from './CloseForm.js';
import { Deadlines } from './Deadlines.js';
import { useDay } from './use-day.js';

/** One request: by when, what to do, and what was done. */
export default function RequestScreen({ params }: ScreenProps) {
  const t = useText(requestTexts);
  const request = useDataRequest(params.id!);
  return (
    <Page
      title={request.data ? t(`kind.${request.data.kind}`) : t('request.title')}
      lead={request.data?.requester}
      back="/directory/requests"
      narrow
    >
      <Loaded query={request} height={360}>
        {(it) => (
          <div className="stack">
            <About request={it} />
            {it.state === 'open' ? (
              <>
                <Deadlines request={it} />
                <Work request={it} />
                <CloseForm id={it.id} />
              </>
            ) : (
              <Outcome request={it} />
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function About({ request }: { request: DataRequest }) {
  const t = useText(requestTexts);
  const day = useDay();
  return (
    <section className="card">
      <dl className={classes.facts}>
        <dt>{t('request.receivedOn')}</dt>
        <dd>{day(request.receivedOn)}</dd>
        {request.how && (
          <>
            <dt>{t('request.how')}</dt>
            <dd>{request.how}</dd>
          </>
        )}
        <dt>{t('request.household')}</dt>
        <dd>
          {request.householdId ? (
            <Anchor component={Link} href={`/directory/households/${request.householdId}`} underline="always">
              {t('request.householdOpen')}
            </Anchor>
          ) : (
            t('request.householdUnknown')
          )}
        </dd>
      </dl>
    </section>
  );
}

function Work({ request: { kind, householdId } }: { request: DataRequest }) {
  const t = useText(requestTexts);
  const may = useMay();
  return (
    <section className="card stack tight">
      <h2 className={classes.title}>{t('request.work')}</h2>
      <p style={{ margin: 0 }}>{t(`work.${kind}`)}</p>
      {householdId && (
        <div className="row">
          {(kind === 'see' || kind === 'delete') && may('phone:read') && (
            <Button component="a" variant="default" href={`/api/v1/households/${householdId}/dossier.xlsx`}>
              {t('privacy.dossier')}
            </Button>
          )}
          {kind !== 'see' && (
            <Button component={Link} variant="default" href={`/directory/households/${householdId}`}>
              {t('request.householdOpen')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Outcome({ request }: { request: DataRequest }) {
  const t = useText(requestTexts);
  const format = useFormat();
  return (
    <section className="card stack tight">
      <span>
        <span className={`${badge.badge} ${request.state === 'done' ? badge.good : badge.quiet}`}>
          {t(`request.state.${request.state}`)}
        </span>
      </span>
      <p style={{ margin: 0 }}>
        {t('request.closed', {
          state: t(`request.state.${request.state}`),
          time: request.closedAt ? format.dateTime(request.closedAt) : '',
          name: request.closedBy ?? '',
          outcome: request.outcome ?? '',
        })}
      </p>
    </section>
  );
}
