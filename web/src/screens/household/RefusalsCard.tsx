import { Button } from '@mantine/core';
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../../api/client.js';
import { type Household, HOUSEHOLDS } from '../../api/households.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { householdTexts } from '../../messages/household.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { showPhone } from '../../ui/phone.js';
import classes from './HouseholdScreen.module.css';

type Refusal = Schemas['Refusal'];
type Channel = Refusal['channel'];

/** What the numbers of a household refused and when, and the way to enter or to lift it. */
export function RefusalsCard({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const may = useMay();
  // Whoever sees no whole numbers cannot ask the register about them; the numbers say themselves what they refuse.
  if (!may('phone:read')) return null;
  return (
    <section className="card stack tight" aria-labelledby="refusals">
      <h2 id="refusals" className={classes.title}>
        {t('refusals.title')}
      </h2>
      <Refusals household={household} />
    </section>
  );
}

function Refusals({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const format = useFormat();
  const may = useMay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const found = useQueries({
    queries: household.contacts.map(({ phone }) => ({
      queryKey: [...HOUSEHOLDS, 'refusals', phone],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ask(api.GET('/api/v1/refusals', { params: { query: { phone, lifted: 'true', limit: 50 } }, signal })),
    })),
  });
  const settled = () => queries.invalidateQueries({ queryKey: HOUSEHOLDS });
  const lift = useMutation({
    mutationFn: ({ id }: Refusal) =>
      ask(api.POST('/api/v1/refusals/{id}/lift', { params: { path: { id } } })),
    onSuccess: (_, { phone, channel }) =>
      announce(t('refusals.liftDone', { phone: showPhone(phone), channel: t(`by.${channel}`) }), {
        label: t('household.undo'),
        run: () => enter.mutate({ phone, channel }),
      }),
    onSettled: settled,
  });
  const enter = useMutation({
    mutationFn: (body: { phone: string; channel: Channel }) => ask(api.POST('/api/v1/refusals', { body })),
    onSuccess: (made) =>
      announce(t('refusals.entered', { phone: showPhone(made.phone), channel: t(`by.${made.channel}`) }), {
        label: t('household.undo'),
        run: () => lift.mutate(made),
      }),
    onSettled: settled,
  });
  const refusals = found.flatMap(({ data }) => data?.items ?? []);
  const open = household.contacts.flatMap(({ phone, refused }) =>
    (['sms', 'zalo'] as const)
      .filter((channel) => !refused.includes(channel))
      .map((channel) => ({ phone, channel })),
  );
  const failed = found.find(({ isError }) => isError);
  return (
    <>
      {failed && <ProblemNote error={failed.error} onRetry={() => void failed.refetch()} />}
      {refusals.length === 0 && !failed && <p style={{ margin: 0 }}>{t('refusals.none')}</p>}
      <ul className={`plain-list ${classes.lines}`}>
        {refusals.map((refusal) => (
          <li key={refusal.id}>
            <span>
              {t('refusals.line', {
                phone: showPhone(refusal.phone),
                channel: t(`by.${refusal.channel}`),
                time: format.dateTime(refusal.createdAt),
              })}
              {refusal.liftedAt && `; ${t('refusals.lifted', { time: format.dateTime(refusal.liftedAt) })}`}
              <br />
              <span className="dim small">
                {[t(`refusals.source.${refusal.source}`), refusal.note].filter(Boolean).join(': ')}
              </span>
            </span>
            {!refusal.liftedAt && may('refusal:write') && (
              <Button variant="default" loading={lift.isPending} onClick={() => lift.mutate(refusal)}>
                {t('refusals.lift')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={lift.error ?? enter.error} />
      {may('refusal:write') && open.length > 0 && (
        <details>
          <summary className={classes.more}>{t('refusals.enter')}</summary>
          <div className="row" style={{ paddingTop: 8 }}>
            {open.map(({ phone, channel }) => (
              <Button
                key={`${phone} ${channel}`}
                variant="default"
                loading={enter.isPending}
                onClick={() => enter.mutate({ phone, channel })}
              >
                {t('refusals.enterWhat', { phone: showPhone(phone), channel: t(`by.${channel}`) })}
              </Button>
            ))}
          </div>
        </details>
      )}
    </>
  );
}
