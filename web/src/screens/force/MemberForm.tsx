import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAreas } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { FORCE, type Propagandist } from '../../api/force.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import { AreaOptions } from '../../ui/AreaOptions.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import settings from '../settings/Settings.module.css';
import { AccountField } from './AccountField.js';
import { AreasInCharge } from './AreasInCharge.js';
import { bodyOf, draftOf, type MemberDraft } from './member-draft.js';
import { StandInFields } from './StandInFields.js';
import { TrainingFields } from './TrainingFields.js';

interface MemberFormProps {
  /** Null to enter somebody new. */
  person: Propagandist | null;
  onSaved: (person: Propagandist) => void;
}

/** Everything about one person of the force. */
export function MemberForm({ person, onSaved }: MemberFormProps) {
  const t = useText(forceTexts);
  const queries = useQueryClient();
  const areas = useAreas();
  const [draft, setDraft] = useState<MemberDraft>(() => draftOf(person));
  const change = (part: Partial<MemberDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft);
      if (!person) return ask(api.POST('/api/v1/propagandists', { body }));
      const params = { path: { id: person.id } };
      return ask(
        api.PATCH('/api/v1/propagandists/{id}', { params, body: { ...body, version: person.version } }),
      );
    },
    onSuccess: async (saved) => {
      onSaved(saved);
      await queries.invalidateQueries({ queryKey: FORCE });
    },
  });
  const problem = save.error ? toProblem(save.error) : null;
  const at = (path: string) => problem?.at(path);
  const text = (
    name: 'fullName' | 'phone' | 'organisation' | 'recognition' | 'recognisedOn' | 'endedOn',
  ) => ({
    value: draft[name],
    error: at(name),
    onChange: (event: { currentTarget: HTMLInputElement }) => change({ [name]: event.currentTarget.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <section className="card stack">
        <h2 className={settings.title}>{t('member.about')}</h2>
        <div className={settings.pair}>
          <TextInput
            label={t('member.name')}
            required
            withAsterisk={false}
            maxLength={200}
            {...text('fullName')}
          />
          <NativeSelect
            label={t('member.area')}
            required
            withAsterisk={false}
            value={draft.areaId}
            error={at('areaId')}
            onChange={(event) => change({ areaId: event.currentTarget.value })}
          >
            <option value="">{t('member.pick')}</option>
            <AreaOptions />
          </NativeSelect>
          <TextInput
            label={t('member.phone')}
            inputMode="tel"
            autoComplete="off"
            maxLength={60}
            {...text('phone')}
          />
        </div>
        <div className={settings.pair}>
          <TextInput
            label={t('member.organisation')}
            description={t('member.organisationWhat')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={200}
            {...text('organisation')}
          />
          <AccountField value={draft.userId} error={at('userId')} change={(userId) => change({ userId })} />
        </div>
      </section>
      <section className="card stack">
        <AreasInCharge
          areas={areas.data ?? []}
          chosen={draft.inCharge}
          names={person?.inCharge ?? []}
          change={(inCharge) => change({ inCharge })}
          problem={problem}
        />
        <StandInFields
          areas={areas.data ?? []}
          areaId={draft.areaId}
          own={person}
          values={draft.standIns}
          change={(standIns) => change({ standIns })}
          problem={problem}
        />
      </section>
      <section className="card stack">
        <TrainingFields
          values={draft.trainings}
          change={(trainings) => change({ trainings })}
          problem={problem}
        />
        <h2 className={settings.title}>{t('member.recognition')}</h2>
        <div className={settings.pair}>
          <TextInput label={t('member.recognisedOn')} type="date" {...text('recognisedOn')} />
          <TextInput
            label={t('member.decision')}
            description={t('member.decisionWhat')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={200}
            {...text('recognition')}
          />
          <TextInput
            label={t('member.endedOn')}
            description={t('member.endedOnWhat')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            type="date"
            {...text('endedOn')}
          />
        </div>
        <Textarea
          label={t('member.note')}
          autosize
          minRows={2}
          maxLength={1000}
          value={draft.note}
          error={at('note')}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      </section>
      <ProblemNote error={save.error} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('member.save')}
        </Button>
      </div>
    </form>
  );
}
