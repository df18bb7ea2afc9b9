import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask } from '../../api/client.js';
import { BASES, type Basis } from '../../api/consents.js';
import { type Household, HOUSEHOLDS, useHouseholdHistory } from '../../api/households.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { householdTexts } from '../../messages/household.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { showPhone } from '../../ui/phone.js';
import { today } from '../../ui/today.js';
import classes from './HouseholdScreen.module.css';

/** On what ground the numbers of a household are written to, with the proof; entered and withdrawn here. */
export function ConsentsCard({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const format = useFormat();
  const may = useMay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const history = useHouseholdHistory(household.id);
  const withdraw = useMutation({
    mutationFn: (id: string) => ask(api.POST('/api/v1/consents/{id}/withdraw', { params: { path: { id } } })),
    onSuccess: ({ phone }) => announce(t('consent.withdrawDone', { phone: showPhone(phone) })),
    onSettled: () => queries.invalidateQueries({ queryKey: HOUSEHOLDS }),
  });
  return (
    <section className="card stack tight" aria-labelledby="consents">
      <h2 id="consents" className={classes.title}>
        {t('consent.title')}
      </h2>
      <Loaded query={history} height={80}>
        {({ consents }) => (
          <>
            {consents.length === 0 && <p style={{ margin: 0 }}>{t('consent.none')}</p>}
            <ul className={`plain-list ${classes.lines}`}>
              {consents.map(({ id, phone, basis, evidence, givenOn, withdrawnAt }) => (
                <li key={`${id ?? givenOn}`}>
                  <span>
                    {t('consent.line', {
                      phone: phone === null ? t('consent.all') : showPhone(phone),
                      basis: t(`consent.${basis}`),
                      date: format.date(givenOn),
                    })}
                    {withdrawnAt && `; ${t('consent.withdrawn', { time: format.dateTime(withdrawnAt) })}`}
                    {evidence && <span className="dim small"> ({evidence})</span>}
                  </span>
                  {id !== null && !withdrawnAt && may('refusal:write') && (
                    <Button
                      variant="default"
                      loading={withdraw.isPending}
                      onClick={() => withdraw.mutate(id)}
                    >
                      {t('consent.withdraw')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      <ProblemNote error={withdraw.error} />
      {may('refusal:write') && may('phone:read') && household.contacts.length > 0 && (
        <Enter key={household.contacts.map(({ phone }) => phone).join()} household={household} />
      )}
    </section>
  );
}

function Enter({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [phone, setPhone] = useState(household.contacts[0]!.phone);
  const [basis, setBasis] = useState<Basis>('form');
  const [evidence, setEvidence] = useState('');
  const [givenOn, setGivenOn] = useState(today);
  const enter = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/consents', {
          body: { phone, basis, givenOn, ...(evidence.trim() && { evidence }) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: HOUSEHOLDS });
      setEvidence('');
      announce(t('consent.entered', { phone: showPhone(phone) }));
    },
  });
  const problem = enter.error ? toProblem(enter.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <details>
      <summary className={classes.more}>{t('consent.enter')}</summary>
      <form className="stack tight" style={{ paddingTop: 8 }} onSubmit={submit}>
        <NativeSelect
          label={t('consent.phone')}
          value={phone}
          error={problem?.at('phone')}
          onChange={(event) => setPhone(event.currentTarget.value)}
        >
          {household.contacts.map((contact) => (
            <option key={contact.phone} value={contact.phone}>
              {[showPhone(contact.phone), contact.name].filter(Boolean).join(' · ')}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          label={t('consent.basis')}
          value={basis}
          onChange={(event) => setBasis(event.currentTarget.value as Basis)}
        >
          {BASES.map((each) => (
            <option key={each} value={each}>
              {t(`consent.${each}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          label={t('consent.evidence')}
          description={t('consent.evidenceHint')}
          maxLength={500}
          value={evidence}
          error={problem?.at('evidence')}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('consent.givenOn')}
          value={givenOn}
          max={today()}
          error={problem?.at('givenOn')}
          onChange={(event) => setGivenOn(event.currentTarget.value)}
        />
        <ProblemNote error={enter.error} />
        <div>
          <Button type="submit" loading={enter.isPending}>
            {t('consent.save')}
          </Button>
        </div>
      </form>
    </details>
  );
}
