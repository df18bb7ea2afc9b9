import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { type Area, AREAS, useAreas } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { HOUSEHOLDS } from '../../api/households.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { householdTexts } from '../../messages/household.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { bodyOf, type HouseholdForm, newContact } from './form.js';
import { HouseholdFields } from './HouseholdFields.js';

/** Enters one household by hand. */
export default function NewHouseholdScreen() {
  const t = useText(householdTexts);
  const areas = useAreas();
  return (
    <Page title={t('household.new')} back="/directory" narrow>
      <Loaded query={areas} height={480}>
        {(all) => <Form areas={all} />}
      </Loaded>
    </Page>
  );
}

function Form({ areas }: { areas: readonly Area[] }) {
  const t = useText(householdTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [params] = useSearchParams();
  const [, navigate] = useLocation();
  const [form, setForm] = useState<HouseholdForm>(() => ({
    areaId:
      params.get('area') ?? areas.find(({ level }) => level === 'neighbourhood')?.id ?? areas[0]?.id ?? '',
    headName: '',
    address: '',
    code: '',
    note: '',
    contacts: [newContact()],
  }));
  const add = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/households', { body: bodyOf(form) })),
    onSuccess: async ({ id, headName }) => {
      await Promise.all([AREAS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
      announce(t('household.added', { name: headName }));
      navigate(`/directory/households/${id}`, { replace: true });
    },
  });
  return (
    <form
      className="card stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <HouseholdFields form={form} onChange={setForm} problem={add.error && toProblem(add.error)} />
      <ProblemNote error={add.error} />
      <Button type="submit" size="lg" loading={add.isPending}>
        {t('household.newDo')}
      </Button>
    </form>
  );
}
