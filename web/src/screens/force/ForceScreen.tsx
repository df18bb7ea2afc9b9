import { Anchor, Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { type ForceFilter, useActivity, useForce } from '../../api/force.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { forceTexts } from '../../messages/force.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Page } from '../../ui/Page.js';
import { today } from '../../ui/today.js';
import settings from '../settings/Settings.module.css';
import classes from './Force.module.css';
import { MemberLine } from './MemberLine.js';
import { Uncovered } from './Uncovered.js';

/** `2026-10`, in Vietnam's calendar. */
const thisMonth = () => today().slice(0, 7);

/** The force of my areas: where somebody is missing, who there is, what each one did in a month. */
export default function ForceScreen() {
  const t = useText(forceTexts);
  const may = useMay();
  const [month, setMonth] = useState(thisMonth);
  const [filter, setFilter] = useState<ForceFilter>({ q: '', active: 'true' });
  const [q] = useDebouncedValue(filter.q.trim(), 250);
  const people = useForce({ ...filter, q });
  const activity = useActivity(month);
  return (
    <Page
      title={t('force.title')}
      lead={t('force.lead')}
      back="/directory"
      actions={
        may('force:write') && (
          <Button component={Link} href="/directory/force/new">
            {t('force.add')}
          </Button>
        )
      }
    >
      <div className="stack">
        <Uncovered />
        <div className={settings.pair}>
          <TextInput
            label={t('force.month')}
            type="month"
            value={month}
            max={thisMonth()}
            onChange={(event) => setMonth(event.currentTarget.value || thisMonth())}
          />
          <TextInput
            label={t('force.search')}
            type="search"
            maxLength={200}
            value={filter.q}
            onChange={(event) => setFilter({ ...filter, q: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('force.who')}
            value={filter.active}
            onChange={(event) =>
              setFilter({ ...filter, active: event.currentTarget.value === 'false' ? 'false' : 'true' })
            }
          >
            <option value="true">{t('force.who.true')}</option>
            <option value="false">{t('force.who.false')}</option>
          </NativeSelect>
        </div>
        <section className="stack tight" aria-label={t('force.people')}>
          <Loaded query={people} height={320}>
            {({ pages }) => {
              const items = pages.flatMap((page) => page.items);
              if (items.length === 0) return <Nobody isNarrowed={q !== '' || filter.active === 'false'} />;
              return (
                <ul className={`plain-list ${classes.people}`}>
                  {items.map((person) => (
                    <li key={person.id}>
                      <MemberLine person={person} activity={activity.data?.get(person.id)} />
                    </li>
                  ))}
                </ul>
              );
            }}
          </Loaded>
          <MoreButton query={people} label={t('force.more')} />
        </section>
        <Anchor href={`/api/v1/force/export.xlsx?month=${month}`} underline="always">
          {t('force.export')}
        </Anchor>
      </div>
    </Page>
  );
}

function Nobody({ isNarrowed }: { isNarrowed: boolean }) {
  const t = useText(forceTexts);
  if (isNarrowed) return <p className="dim">{t('force.noneFound')}</p>;
  return (
    <EmptyState icon="people" title={t('force.empty')}>
      {t('force.emptyWhat')}
    </EmptyState>
  );
}
