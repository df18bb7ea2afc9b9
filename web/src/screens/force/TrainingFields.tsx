import { Button, TextInput } from '@mantine/core';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import classes from './Force.module.css';
import type { TrainingDraft } from './member-draft.js';
import { today } from './stand-in.js';

interface TrainingFieldsProps {
  values: readonly TrainingDraft[];
  change: (values: readonly TrainingDraft[]) => void;
  problem: Problem | null;
}

/** What the person was trained in, and when. */
export function TrainingFields({ values, change, problem }: TrainingFieldsProps) {
  const t = useText(forceTexts);
  const set = (index: number, part: Partial<TrainingDraft>) =>
    change(values.map((each, i) => (i === index ? { ...each, ...part } : each)));
  return (
    <fieldset className={`${classes.group} stack tight`}>
      <legend>{t('member.trainings')}</legend>
      {values.length === 0 && <span className="dim small">{t('member.trainingsNone')}</span>}
      {values.map(({ heldOn, topic, organiser }, i) => (
        // Lines have no name of their own; they are only added and removed.
        // oxlint-disable-next-line react/no-array-index-key
        <div
          key={i}
          role="group"
          aria-label={t('member.trainingOf', { number: i + 1 })}
          className={classes.entry}
        >
          <TextInput
            label={t('member.heldOn')}
            type="date"
            required
            withAsterisk={false}
            value={heldOn}
            error={problem?.at(`trainings.${i}.heldOn`)}
            onChange={(event) => set(i, { heldOn: event.currentTarget.value })}
          />
          <TextInput
            label={t('member.topic')}
            required
            withAsterisk={false}
            maxLength={300}
            value={topic}
            error={problem?.at(`trainings.${i}.topic`)}
            onChange={(event) => set(i, { topic: event.currentTarget.value })}
          />
          <TextInput
            label={t('member.organiser')}
            maxLength={200}
            value={organiser}
            error={problem?.at(`trainings.${i}.organiser`)}
            onChange={(event) => set(i, { organiser: event.currentTarget.value })}
          />
          <div>
            <Button
              variant="default"
              aria-label={t('member.removeNamed', { what: t('member.trainingOf', { number: i + 1 }) })}
              onClick={() => change(values.filter((_each, other) => other !== i))}
            >
              {t('member.remove')}
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="sm"
          onClick={() => change([...values, { heldOn: today(), topic: '', organiser: '' }])}
        >
          {t('member.addTraining')}
        </Button>
      </div>
    </fieldset>
  );
}
