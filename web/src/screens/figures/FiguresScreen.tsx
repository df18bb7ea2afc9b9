import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { formatVnd } from '../../../../src/domain/cost.js';
import { type Sends, useSends } from '../../api/figures.js';
import { useHome } from '../../api/home.js';
import { useFormat, useText } from '../../app/language.js';
import { figuresTexts } from '../../messages/figures.js';
import { homeTexts } from '../../messages/home.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { CoverageChart } from './CoverageChart.js';
import { DailyChart } from './DailyChart.js';
import classes from './FiguresScreen.module.css';

const TIMES = [7, 30, 90] as const;

/** Pictures that say their numbers: who was reached where, what went out day by day, what a household cost. */
export default function FiguresScreen() {
  const t = useText(figuresTexts);
  const th = useText(homeTexts);
  const [days, setDays] = useState<number>(30);
  const home = useHome();
  const sends = useSends(days);
  return (
    <Page title={t('figures.title')} lead={t('figures.lead')} back="/">
      <div className="stack">
        <section className="card stack tight" aria-labelledby="coverage">
          <h2 id="coverage" className={classes.title}>
            {t('figures.coverage')}
          </h2>
          <Loaded query={home} height={220}>
            {({ coverage }) =>
              coverage.length === 0 ? (
                <p>{th('home.coverage.none')}</p>
              ) : (
                <CoverageChart coverage={coverage} />
              )
            }
          </Loaded>
        </section>
        <section className="card stack tight" aria-labelledby="sends">
          <div className="row spread">
            <h2 id="sends" className={classes.title}>
              {t('figures.sends')}
            </h2>
            <NativeSelect
              aria-label={t('figures.time')}
              value={days}
              onChange={(event) => setDays(Number(event.currentTarget.value))}
            >
              {TIMES.map((count) => (
                <option key={count} value={count}>
                  {t('figures.days', { count })}
                </option>
              ))}
            </NativeSelect>
          </div>
          <Loaded query={sends} height={300}>
            {(data) => <DailyChart days={data.days} />}
          </Loaded>
        </section>
        <section className="card stack tight" aria-labelledby="cost">
          <h2 id="cost" className={classes.title}>
            {t('figures.cost')}
          </h2>
          <Loaded query={sends} height={120}>
            {(data) => <Costs channels={data.channels} />}
          </Loaded>
        </section>
      </div>
    </Page>
  );
}

/** What a household cost that was reached, channel by channel, as bars of one measure. */
function Costs({ channels }: { channels: Sends['channels'] }) {
  const t = useText(figuresTexts);
  const format = useFormat();
  if (channels.length === 0) return <p style={{ margin: 0 }}>{t('figures.noSends')}</p>;
  const each = channels.map((channel) => ({
    ...channel,
    perHousehold: channel.households === 0 ? null : channel.costVnd / channel.households,
  }));
  const most = Math.max(1, ...each.map(({ perHousehold }) => perHousehold ?? 0));
  return (
    <ul className={`plain-list ${classes.costs}`}>
      {each.map(({ channel, perHousehold, households, parts, costVnd }) => (
        <li key={channel}>
          <span>
            {perHousehold === null
              ? t('figures.costNone', { channel: t(`figures.${channel}`), total: formatVnd(costVnd) })
              : t('figures.costLine', {
                  channel: t(`figures.${channel}`),
                  cost: formatVnd(Math.round(perHousehold)),
                  households: format.number(households),
                  parts: format.number(parts),
                  total: formatVnd(costVnd),
                })}
          </span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes[channel]} style={{ width: `${((perHousehold ?? 0) / most) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
