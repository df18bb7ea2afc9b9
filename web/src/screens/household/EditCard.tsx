import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AREAS, useAreas } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { type Household, householdKey, HOUSEHOLDS } from '../../api/households.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { householdTexts } from '../../messages/household.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { bodyOf, changesOf, formOf, type HouseholdForm, phonesOf } from './form.js';
import { HouseholdFields } from './HouseholdFields.js';

/** Edits a household in its place; where somebody else was faster, their version stands beside one's own. */
export function EditCard({ household, onClose }: { household: Household; onClose: () => void }) {
  const t = useText(householdTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [base, setBase] = useState(household);
  const [form, setForm] = useState(() => formOf(household));
  const put = (id: string, body: Partial<ReturnType<typeof bodyOf>>, version: number) =>
    ask(api.PATCH('/api/v1/households/{id}', { params: { path: { id } }, body: { ...body, version } }));
  const renew = (saved: Household) => {
    queries.setQueryData(householdKey(saved.id), saved);
    void queries.invalidateQueries({ queryKey: AREAS });
    void queries.invalidateQueries({ queryKey: [...HOUSEHOLDS, 'page'] });
  };
  const save = useMutation({
    mutationFn: (over: Household) => put(over.id, changesOf(form, over), over.version),
    onSuccess: (saved, over) => {
      renew(saved);
      announce(t('household.saved', { name: saved.headName }), {
        label: t('household.undo'),
        run: () => undo.mutate({ saved, was: over }),
      });
      onClose();
    },
  });
  const undo = useMutation({
    mutationFn: ({ saved, was }: { saved: Household; was: Household }) =>
      put(saved.id, bodyOf(formOf(was)), saved.version),
    onSuccess: renew,
  });
  const problem = save.error && toProblem(save.error);
  const theirs = problem?.code === 'changed-since' ? (problem.extra.current as Household) : null;
  return (
    <form
      className="card stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(base);
      }}
    >
      <HouseholdFields form={form} onChange={setForm} problem={problem} />
      {theirs ? (
        <Changed
          theirs={theirs}
          mine={form}
          onTake={() => {
            renew(theirs);
            setBase(theirs);
            setForm(formOf(theirs));
            save.reset();
          }}
          onKeep={() => {
            setBase(theirs);
            save.mutate(theirs);
          }}
        />
      ) : (
        <ProblemNote error={save.error} />
      )}
      <div className="row">
        <Button type="submit" loading={save.isPending} disabled={theirs !== null}>
          {t('household.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('household.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface ChangedProps {
  theirs: Household;
  mine: HouseholdForm;
  onTake: () => void;
  onKeep: () => void;
}

/** What the other person changed, field by field, beside what one has written. */
function Changed({ theirs, mine, onTake, onKeep }: ChangedProps) {
  const t = useText(householdTexts);
  const areas = useAreas();
  const now = formOf(theirs);
  const areaName = (id: string) => areas.data?.find((area) => area.id === id)?.name ?? id;
  const shown = (form: HouseholdForm) => ({
    headName: form.headName,
    area: areaName(form.areaId),
    address: form.address,
    code: form.code,
    note: form.note,
    contacts: phonesOf(form),
  });
  const [one, other] = [shown(now), shown(mine)];
  const fields = (Object.keys(one) as (keyof typeof one)[]).filter((key) => one[key] !== other[key]);
  return (
    <div className="note warn" role="alert">
      <b>{t('changed.title')}</b>
      <ul>
        {fields.map((key) => (
          <li key={key}>
            {t('changed.field', { field: t(`household.${key}`), now: one[key], mine: other[key] })}
          </li>
        ))}
        {fields.length === 0 && <li>{t('changed.same')}</li>}
      </ul>
      <div className="row">
        <Button variant="default" onClick={onTake}>
          {t('changed.take')}
        </Button>
        <Button onClick={onKeep}>{t('changed.keep')}</Button>
      </div>
    </div>
  );
}
