import { Button, NativeSelect } from '@mantine/core';
import type { Gateway } from '../../api/gateways.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { Icon } from '../../ui/Icon.js';
import { type Draft, EMPTY_STEP, MOST_STEPS, type StepDraft } from './draft.js';
import { GatewayChoice } from './GatewayChoice.js';
import classes from './LadderEditor.module.css';
import { MessageSection } from './MessageSection.js';
import { TemplateFields } from './TemplateFields.js';

interface LadderEditorProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  gateways: readonly Gateway[];
  problem: Problem | null;
  households: number;
  /** The longest message of the first step, once the server has rendered it. */
  longest: string | null;
}

/** After how long without a receipt the next step may be tried. */
const DEADLINES_HOURS = [1, 4, 12, 24, 72] as const;

/** The message, and what is tried when it does not arrive: one step after the other. */
export function LadderEditor({ draft, change, gateways, problem, households, longest }: LadderEditorProps) {
  const t = useText(composerTexts);
  const { steps } = draft;
  const set = (at: number, next: Partial<StepDraft>) =>
    change({ steps: steps.map((step, i) => (i === at ? { ...step, ...next } : step)) });
  const add = () => {
    const last = steps.at(-1)!;
    // The other channel is what a second step is mostly for; its text begins as that of the first.
    const used = gateways.find(({ id }) => id === last.gatewayId)?.channel;
    const other = gateways.find(({ channel, state }) => channel !== used && state === 'active');
    const gatewayId = (other ?? gateways.find(({ id }) => id === last.gatewayId))?.id ?? null;
    change({ steps: [...steps, { ...EMPTY_STEP, gatewayId, text: last.text, unaccented: last.unaccented }] });
  };
  return (
    <>
      {steps.map((step, i) => {
        const gateway = gateways.find(({ id }) => id === step.gatewayId);
        const fields = {
          step,
          problem,
          path: `steps.${i}`,
          change: (next: Partial<StepDraft>) => set(i, next),
        };
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a step has no other name than its place
          <div key={i} className={steps.length > 1 ? classes.step : classes.only}>
            {steps.length > 1 && (
              <div className="row spread">
                <h3 className={classes.title}>{t('ladder.step', { number: i + 1 })}</h3>
                <Button
                  variant="default"
                  size="sm"
                  aria-label={t('ladder.dropStep', { number: i + 1 })}
                  onClick={() => change({ steps: steps.filter((_, other) => other !== i) })}
                >
                  {t('ladder.drop')}
                </Button>
              </div>
            )}
            <GatewayChoice gateways={gateways} {...fields} />
            {gateway?.capabilities.templates && <TemplateFields gateway={gateway} {...fields} />}
            {step.templateId === null && gateway?.capabilities.templates !== 'only' && (
              <MessageSection {...fields} households={households} longest={i === 0 ? longest : null} />
            )}
            {i < steps.length - 1 && (
              <NativeSelect
                label={t('ladder.deadline')}
                description={t('ladder.deadlineHint')}
                value={step.deadlineMinutes ?? ''}
                onChange={(event) => set(i, { deadlineMinutes: Number(event.currentTarget.value) || null })}
              >
                <option value="">{t('ladder.onlyFailed')}</option>
                {DEADLINES_HOURS.map((hours) => (
                  <option key={hours} value={hours * 60}>
                    {t('ladder.after', { hours })}
                  </option>
                ))}
                {step.deadlineMinutes !== null &&
                  !DEADLINES_HOURS.some((hours) => hours * 60 === step.deadlineMinutes) && (
                    <option value={step.deadlineMinutes}>
                      {t('ladder.afterMinutes', { minutes: step.deadlineMinutes })}
                    </option>
                  )}
              </NativeSelect>
            )}
          </div>
        );
      })}
      {steps.length < MOST_STEPS && steps.every(({ gatewayId }) => gatewayId !== null) && (
        <div>
          <Button variant="default" leftSection={<Icon name="plus" size={18} />} onClick={add}>
            {t('ladder.add')}
          </Button>
          <div className="dim small">{t('ladder.addHint')}</div>
        </div>
      )}
    </>
  );
}
