import { TextInput } from '@mantine/core';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import { today } from '../../ui/today.js';
import type { TrainingDraft } from './member-draft.js';
import { RepeatedFields } from './RepeatedFields.js';

interface TrainingFieldsProps {
  values: readonly TrainingDraft[];
  change: (values: readonly TrainingDraft[]) => void;
  problem: Problem | null;
}

/** What the person was trained in, and when. */
export function TrainingFields({ values, change, problem }: TrainingFieldsProps) {
  const t = useText(forceTexts);
  return (
    <RepeatedFields
      title={t('member.trainings')}
      none={t('member.trainingsNone')}
      nameOf={(number) => t('member.trainingOf', { number })}
      addLabel={t('member.addTraining')}
      empty={() => ({ heldOn: today(), topic: '', organiser: '' })}
      values={values}
      change={change}
    >
      {({ heldOn, topic, organiser }, i, set) => (
        <>
          <TextInput
            label={t('member.heldOn')}
            type="date"
            required
            withAsterisk={false}
            value={heldOn}
            error={problem?.at(`trainings.${i}.heldOn`)}
            onChange={(event) => set({ heldOn: event.currentTarget.value })}
          />
          <TextInput
            label={t('member.topic')}
            required
            withAsterisk={false}
            maxLength={300}
            value={topic}
            error={problem?.at(`trainings.${i}.topic`)}
            onChange={(event) => set({ topic: event.currentTarget.value })}
          />
          <TextInput
            label={t('member.organiser')}
            maxLength={200}
            value={organiser}
            error={problem?.at(`trainings.${i}.organiser`)}
            onChange={(event) => set({ organiser: event.currentTarget.value })}
          />
        </>
      )}
    </RepeatedFields>
  );
}
