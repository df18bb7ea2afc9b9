import { NativeSelect } from '@mantine/core';
import type { Gateway } from '../../api/gateways.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import type { StepDraft } from './draft.js';

interface GatewayChoiceProps {
  gateways: readonly Gateway[];
  step: StepDraft;
  change: (change: Partial<StepDraft>) => void;
  problem: Problem | null;
  /** Of the step in the server's answers: `steps.0`. */
  path: string;
}

/** Through which account it leaves; not asked where there is only one. */
export function GatewayChoice({ gateways, step, change, problem, path }: GatewayChoiceProps) {
  const t = useText(composerTexts);
  const chosen = gateways.find(({ id }) => id === step.gatewayId);
  return (
    <>
      {gateways.length > 1 && (
        <NativeSelect
          label={t('gateway.label')}
          value={step.gatewayId ?? ''}
          error={problem?.at(`${path}.gatewayId`)}
          onChange={(event) =>
            // Templates are those of one account.
            change({ gatewayId: event.currentTarget.value || null, templateId: null, templateData: {} })
          }
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
