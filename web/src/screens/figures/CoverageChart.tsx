import { scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';
import type { Home } from '../../api/home.js';
import { useFormat, useText } from '../../app/language.js';
import { figuresTexts } from '../../messages/figures.js';
import classes from './FiguresScreen.module.css';
import { useWidth } from './use-width.js';

const ROW_PX = 52;
const BAR_PX = 18;

/** One bar for each area: how many of its households got the message, of all that were meant. */
export function CoverageChart({ coverage }: { coverage: Home['coverage'] }) {
  const t = useText(figuresTexts);
  const format = useFormat();
  const { ref, width } = useWidth();
  const x = scaleLinear({ domain: [0, 1], range: [0, width] });
  return (
    <div ref={ref}>
      <svg width={width} height={coverage.length * ROW_PX} role="list" className={classes.chart}>
        {coverage.map(({ areaId, areaName, audience, delivered }, i) => {
          const share = audience === 0 ? 0 : delivered / audience;
          const numbers = t('figures.ofAudience', {
            delivered,
            audience,
            percent: format.percent(delivered, audience),
          });
          const top = i * ROW_PX;
          return (
            <g key={areaId} role="listitem" aria-label={`${areaName}: ${numbers}`}>
              <text x={0} y={top + 18} className={classes.name}>
                {areaName}
              </text>
              <text x={width} y={top + 18} textAnchor="end" className={classes.number}>
                {numbers}
              </text>
              <Bar x={0} y={top + 25} width={width} height={BAR_PX} rx={4} className={classes.ground} />
              <Bar x={0} y={top + 25} width={x(share)} height={BAR_PX} rx={4} className={classes.good} />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
