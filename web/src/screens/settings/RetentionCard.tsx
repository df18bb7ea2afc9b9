import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask, type Schemas } from '../../api/client.js';
import { useFormat, useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './Settings.module.css';
import { useSave } from './use-save.js';

const RETENTION = ['retention'] as const;
const PERIODS = ['ledgerMonths', 'repliesMonths', 'importRowsMonths', 'receiptsMonths'] as const;

const read = (signal: AbortSignal) => ask(api.GET('/api/v1/settings/retention', { signal }));
type Retention = Awaited<ReturnType<typeof read>>;

/** How long personal data is kept, for the whole installation, and what last night cleared. */
export function RetentionCard() {
  const t = useText(settingsTexts);
  const retention = useQuery({ queryKey: RETENTION, queryFn: ({ signal }) => read(signal) });
  return (
    <section className="card stack">
      <h2 className={classes.title}>{t('retention.title')}</h2>
      <p className="dim" style={{ margin: 0 }}>
        {t('retention.what')}
      </p>
      <Loaded query={retention} height={240}>
        {(it) => (
          <>
            <Periods key={PERIODS.map((period) => it[period]).join()} of={it} />
            <LastNight of={it} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Periods({ of }: { of: Retention }) {
  const t = useText(settingsTexts);
  const isReader = !useMay()('settings:write');
  const [months, setMonths] = useState(() => PERIODS.map((period) => String(of[period])));
  const save = useSave(RETENTION, () =>
    ask(
      api.PUT('/api/v1/settings/retention', {
        body: Object.fromEntries(
          PERIODS.map((period, i) => [period, Number(months[i])]),
        ) as Schemas['RetentionSettings'],
      }),
    ),
  );
  return (
    <form className="stack" onSubmit={save.submit}>
      <div className={classes.pair}>
        {PERIODS.map((period, i) => (
          <TextInput
            key={period}
            label={t(`retention.${period}`)}
            inputMode="numeric"
            readOnly={isReader}
            value={months[i]!}
            error={save.at(period)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setMonths((before) => before.map((each, other) => (other === i ? value : each)));
            }}
          />
        ))}
      </div>
      <ProblemNote error={save.error} />
      {!isReader && (
        <div>
          <Button type="submit" loading={save.isPending}>
            {t('retention.save')}
          </Button>
        </div>
      )}
    </form>
  );
}

function LastNight({ of: { lastRun } }: { of: Retention }) {
  const t = useText(settingsTexts);
  const format = useFormat();
  if (!lastRun) return null;
  const count = Object.values(lastRun.cleared ?? {}).reduce((sum, each) => sum + each, 0);
  return (
    <p className="dim small" style={{ margin: 0 }}>
      {t('retention.lastRun', { night: format.date(lastRun.night), count: format.number(count) })}
    </p>
  );
}
