import { Checkbox, Radio, TextInput } from '@mantine/core';
import type { Gateway } from '../../api/gateways.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { Draft } from './draft.js';
import { fromVietnam, toVietnam } from './vietnam-time.js';
import { SendForecast } from './SendForecast.js';
import type { Forecast } from './forecast.js';

interface TimeSectionProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  problem: Problem | null;
  gateway: Gateway | undefined;
  forecast: Forecast | null;
  now: Date;
}

/** When: at once or at a minute, and what the hours make of it. */
export function TimeSection({ draft, change, problem, gateway, forecast, now }: TimeSectionProps) {
  const t = useText(composerTexts);
  const isPast = draft.startAt !== null && new Date(draft.startAt) < now;
  const tomorrow = new Date(now.getTime() + 24 * 3600_000);
  return (
    <>
      <Radio.Group
        aria-label={t('time.label')}
        value={draft.startAt === null ? 'now' : 'later'}
        onChange={(value) =>
          change({
            startAt: value === 'now' ? null : fromVietnam(`${toVietnam(tomorrow).slice(0, 10)}T08:00`),
          })
        }
      >
        <div className="stack tight">
          <Radio value="now" label={t('time.now')} />
          <Radio value="later" label={t('time.later')} />
        </div>
      </Radio.Group>
      {draft.startAt !== null && (
        <TextInput
          type="datetime-local"
          label={t('time.at')}
          min={toVietnam(now)}
          value={toVietnam(new Date(draft.startAt))}
          error={problem?.at('startAt') ?? (isPast ? t('time.past') : undefined)}
          style={{ maxWidth: 300 }}
          onChange={(event) => {
            const startAt = fromVietnam(event.currentTarget.value);
            if (startAt) change({ startAt });
          }}
        />
      )}
      {forecast && <SendForecast forecast={forecast} />}
      {gateway && (
        <p className="dim small" style={{ margin: 0 }}>
          {t('time.hours', {
            open: gateway.hours?.open ?? '07:00',
            close: gateway.hours?.close ?? '22:00',
            rate: gateway.partsPerSecond,
          })}
        </p>
      )}
      <Checkbox
        label={t('time.urgent')}
        description={t('time.urgentHint')}
        checked={draft.isUrgent}
        onChange={(event) => change({ isUrgent: event.currentTarget.checked })}
      />
    </>
  );
}
