import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { today } from '../../ui/today.js';
import { useNow } from '../../ui/use-now.js';
import classes from './Settings.module.css';

interface Holiday {
  day: string;
  name: string;
}

/** Days on which nothing is sent: those that come, to be removed with a way back, and a line to add one. */
export function HolidaysCard() {
  const t = useText(settingsTexts);
  const may = useMay();
  const holidays = useQuery({
    queryKey: ['holidays', 'named'],
    queryFn: async ({ signal }) => (await ask(api.GET('/api/v1/holidays', { signal }))).items,
  });
  return (
    <section className="card stack">
      <h2 className={classes.title}>{t('holidays.title')}</h2>
      <p className="dim" style={{ margin: 0 }}>
        {t('holidays.what')}
      </p>
      <Loaded query={holidays}>{(items) => <Days items={items} isReader={!may('settings:write')} />}</Loaded>
    </section>
  );
}

function Days({ items, isReader }: { items: readonly Holiday[]; isReader: boolean }) {
  const t = useText(settingsTexts);
  const format = useFormat();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const now = useNow(3_600_000);
  const [day, setDay] = useState('');
  const [name, setName] = useState('');
  const [hasAll, setAll] = useState(false);
  const put = useMutation({
    mutationFn: (next: readonly Holiday[]) =>
      ask(api.PUT('/api/v1/holidays', { body: { items: next.map((each) => ({ ...each })) } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['holidays'] }),
  });
  const thisDay = today(now);
  const coming = items.filter((each) => each.day >= thisDay);
  // The list goes on for years; what somebody looks for is this year or the next.
  const yearAfterNext = `${Number(thisDay.slice(0, 4)) + 2}-01-01`;
  const shown = hasAll ? coming : coming.filter((each) => each.day < yearAfterNext);
  const remove = (of: Holiday) =>
    put.mutate(
      items.filter((each) => each.day !== of.day),
      {
        onSuccess: () =>
          announce(t('holidays.removed', { name: of.name }), {
            label: t('common.undo'),
            run: () => put.mutate(items),
          }),
      },
    );
  const add = (event: FormEvent) => {
    event.preventDefault();
    const next = [...items.filter((each) => each.day !== day), { day, name }];
    put.mutate(
      next.toSorted((one, other) => (one.day < other.day ? -1 : 1)),
      {
        onSuccess: () => {
          setDay('');
          setName('');
        },
      },
    );
  };
  return (
    <>
      {coming.length === 0 ? (
        <p style={{ margin: 0 }}>{t('holidays.none')}</p>
      ) : (
        <ul className="plain-list stack tight">
          {shown.map((each) => (
            <li key={each.day} className="row spread" style={{ flexWrap: 'nowrap' }}>
              <span>
                <span className="figures strong">{format.date(`${each.day}T12:00:00+07:00`)}</span>{' '}
                {each.name}
              </span>
              {!isReader && (
                <Button
                  variant="subtle"
                  size="sm"
                  aria-label={t('holidays.removeNamed', { name: each.name, day: each.day })}
                  disabled={put.isPending}
                  onClick={() => remove(each)}
                >
                  {t('common.remove')}
                </Button>
              )}
            </li>
          ))}
          {shown.length < coming.length && (
            <li>
              <Button variant="subtle" size="sm" onClick={() => setAll(true)}>
                {t('holidays.later', { count: coming.length - shown.length })}
              </Button>
            </li>
          )}
        </ul>
      )}
      {!isReader && (
        <form className="stack tight" onSubmit={add}>
          <div className={classes.pair}>
            <TextInput
              label={t('holidays.day')}
              type="date"
              required
              withAsterisk={false}
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
            <TextInput
              label={t('holidays.name')}
              required
              withAsterisk={false}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <div>
            <Button type="submit" variant="default" loading={put.isPending}>
              {t('holidays.add')}
            </Button>
          </div>
        </form>
      )}
      <ProblemNote error={put.error} />
    </>
  );
}
