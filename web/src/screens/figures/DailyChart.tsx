import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleBand, scaleLinear } from '@visx/scale';
import { BarStack } from '@visx/shape';
import { useMemo } from 'react';
import type { Sends } from '../../api/figures.js';
import { useFormat, useText } from '../../app/language.js';
import { figuresTexts } from '../../messages/figures.js';
import classes from './FiguresScreen.module.css';
import { useWidth } from './use-width.js';

const HEIGHT = 260;
const MARGIN = { top: 12, right: 4, bottom: 32, left: 52 };
const KEYS = ['sms', 'zalo'] as const;

type Day = Sends['days'][number];

/** Messages by day, a bar for each, SMS below and Zalo above; the same as a table for whoever wants the numbers. */
export function DailyChart({ days }: { days: readonly Day[] }) {
  const t = useText(figuresTexts);
  const format = useFormat();
  const { ref, width } = useWidth();
  const total = days.reduce((sum, { sms, zalo }) => sum + sms + zalo, 0);
  const most = days.reduce((best, day) => (day.sms + day.zalo > best.sms + best.zalo ? day : best), days[0]!);
  const x = useMemo(
    () =>
      scaleBand<string>({
        domain: days.map(({ day }) => day),
        range: [MARGIN.left, width - MARGIN.right],
        padding: 0.2,
      }),
    [days, width],
  );
  const y = scaleLinear<number>({
    domain: [0, Math.max(1, most.sms + most.zalo)],
    range: [HEIGHT - MARGIN.bottom, MARGIN.top],
    nice: true,
  });
  if (total === 0) return <p style={{ margin: 0 }}>{t('figures.noSends')}</p>;
  const sentence = t('figures.sendsTotal', {
    total,
    delivered: days.reduce((sum, { delivered }) => sum + delivered, 0),
    day: format.date(most.day),
    most: most.sms + most.zalo,
  });
  // As many days are named as there is room for.
  const every = Math.ceil(days.length / Math.max(2, Math.floor(width / 72)));
  return (
    <div ref={ref} className="stack tight">
      <p style={{ margin: 0 }}>{sentence}</p>
      <div className="row small" aria-hidden="true">
        {KEYS.map((key) => (
          <span key={key} className="row" style={{ gap: 6 }}>
            <span className={`${classes.mark} ${classes[key]}`} />
            {t(`figures.${key}`)}
          </span>
        ))}
      </div>
      <svg width={width} height={HEIGHT} role="img" aria-label={sentence} className={classes.chart}>
        <AxisLeft
          scale={y}
          left={MARGIN.left}
          numTicks={4}
          hideAxisLine
          hideTicks
          tickFormat={(value) => format.number(Number(value))}
          tickLabelProps={{ className: classes.tick!, textAnchor: 'end', dy: 4, dx: -4 }}
        />
        <BarStack<Day, (typeof KEYS)[number]>
          data={[...days]}
          keys={[...KEYS]}
          x={({ day }) => day}
          xScale={x}
          yScale={y}
          color={(key) => key}
        >
          {(stacks) =>
            stacks.flatMap((stack) =>
              stack.bars.map((bar) => (
                <rect
                  key={`${stack.key} ${bar.index}`}
                  x={bar.x}
                  y={bar.y}
                  width={bar.width}
                  height={Math.max(0, bar.height)}
                  className={classes[stack.key]}
                />
              )),
            )
          }
        </BarStack>
        <AxisBottom
          scale={x}
          top={HEIGHT - MARGIN.bottom}
          tickValues={days.filter((_, i) => i % every === 0).map(({ day }) => day)}
          tickFormat={(day) => format.date(day).slice(0, 5)}
          hideTicks
          axisLineClassName={classes.axis!}
          tickLabelProps={{ className: classes.tick!, textAnchor: 'middle' }}
        />
      </svg>
      <details>
        <summary className={classes.more}>{t('figures.table')}</summary>
        <table className="figures-table">
          <thead>
            <tr>
              <th scope="col">{t('figures.day')}</th>
              <th scope="col">{t('figures.sms')}</th>
              <th scope="col">{t('figures.zalo')}</th>
              <th scope="col">{t('figures.delivered')}</th>
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ sms, zalo }) => sms + zalo > 0)
              .map(({ day, sms, zalo, delivered }) => (
                <tr key={day}>
                  <td>{format.date(day)}</td>
                  <td>{format.number(sms)}</td>
                  <td>{format.number(zalo)}</td>
                  <td>{format.number(delivered)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
