import { NativeSelect } from '@mantine/core';
import type { Gateway } from '../../api/gateways.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { Draft } from './draft.js';

interface GatewayChoiceProps {
  gateways: readonly Gateway[];
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  problem: Problem | null;
}

/** Through which account it leaves; not asked where there is only one. */
export function GatewayChoice({ gateways, draft, change, problem }: GatewayChoiceProps) {
  const t = useText(composerTexts);
  const chosen = gateways.find(({ id }) => id === draft.gatewayId);
  return (
    <>
      {gateways.length > 1 && (
        <NativeSelect
          label={t('gateway.label')}
          value={draft.gatewayId ?? ''}
          error={problem?.at('steps.0.gatewayId')}
          onChange={(event) => change({ gatewayId: event.currentTarget.value || null })}
        >
          <option value="">{t('gateway.choose')}</option>
          {gateways.map(({ id, name, channel, state }) => (
            <option key={id} value={id}>
              {`${name} (${t(`channel.${channel}`)})${state === 'held' ? ` · ${t('gateway.held')}` : ''}`}
            </option>
          ))}
        </NativeSelect>
      )}
      {chosen?.state === 'held' && (
        <div className="note warn">
          {t('gateway.heldWhat', { name: chosen.name })} {chosen.heldReason}
        </div>
      )}
    </>
  );
}
