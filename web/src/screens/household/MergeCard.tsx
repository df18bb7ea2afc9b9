import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AREAS } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { type Household, householdPage, HOUSEHOLDS } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { householdTexts } from '../../messages/household.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { showPhone } from '../../ui/phone.js';
import classes from './HouseholdScreen.module.css';

const QUIET_MS = 250;
const SHOWN = 5;

/** Joins a household that was entered twice into this one: shows both first, and can be undone. */
export function MergeCard({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="card">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={`${classes.more} strong`}>{t('merge.title')}</summary>
        {isOpen && <Merge household={household} />}
      </details>
    </section>
  );
}

function Merge({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [text, setText] = useState(household.headName);
  const [q] = useDebouncedValue(text.trim(), QUIET_MS);
  const [other, setOther] = useState<Household | null>(null);
  const found = useQuery({ ...householdPage({ q }, null), enabled: q !== '' });
  const settled = async () => {
    await Promise.all([AREAS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  const undo = useMutation({
    mutationFn: (id: string) =>
      ask(api.POST('/api/v1/household-merges/{id}/undo', { params: { path: { id } } })),
    onSettled: settled,
  });
  const merge = useMutation({
    mutationFn: (it: Household) =>
      ask(
        api.POST('/api/v1/households/{id}/merge', {
          params: { path: { id: household.id } },
          body: { householdId: it.id, version: household.version, otherVersion: it.version },
        }),
      ),
    onSuccess: ({ mergeId }, it) => {
      announce(t('merge.done', { name: it.headName }), {
        label: t('household.undo'),
        run: () => undo.mutate(mergeId),
      });
      setOther(null);
    },
    onSettled: settled,
  });
  const candidates = (found.data?.items ?? []).filter(({ id }) => id !== household.id).slice(0, SHOWN);
  return (
    <div className="stack tight">
      <TextInput
        type="search"
        label={t('merge.find')}
        description={t('merge.findHint')}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setOther(null);
        }}
      />
      {found.data && candidates.length === 0 && <p style={{ margin: 0 }}>{t('merge.nobody')}</p>}
      <ul className={`plain-list ${classes.lines}`}>
        {candidates.map((each) => (
          <li key={each.id}>
            <span>
              <span className="strong">{each.headName}</span>
              <br />
              <span className="dim small">
                {[each.address, each.areaName, ...each.contacts.map(({ phone }) => showPhone(phone))]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </span>
            <Button
              variant="default"
              size="sm"
              aria-pressed={other?.id === each.id}
              onClick={() => setOther(each)}
            >
              {t('merge.pick')}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNote error={merge.error} />
      {other && (
        <div className="note warn">
          <p>
            {t('merge.what', {
              other: other.headName,
              name: household.headName,
              count: new Set([...household.contacts, ...other.contacts].map(({ phone }) => phone)).size,
            })}
          </p>
          <Button loading={merge.isPending} onClick={() => merge.mutate(other)}>
            {t('merge.do', { other: other.headName })}
          </Button>
        </div>
      )}
    </div>
  );
}
