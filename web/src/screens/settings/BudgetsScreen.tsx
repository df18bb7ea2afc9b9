import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Budget, BUDGETS, useBudgets } from '../../api/budgets.js';
import { api, ask } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { budgetTexts } from '../../messages/budgets.js';
import { AreaOptions } from '../../ui/AreaOptions.js';
import { BudgetBar } from '../../ui/BudgetBar.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import badge from '../../ui/StateBadge.module.css';
import classes from './Settings.module.css';

const TONES = { within: 'good', warning: 'warn', exhausted: 'bad', lifted: 'warn' } as const;

/** What sending may cost in each area and period; an administrator sets it, and may let it be passed with a reason. */
export default function BudgetsScreen() {
  const t = useText(budgetTexts);
  const may = useMay();
  const budgets = useBudgets();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <Page
      title={t('budget.title')}
      lead={t('budget.lead')}
      back="/settings"
      narrow
      actions={
        may('budget:write') &&
        !isAdding && <Button onClick={() => setIsAdding(true)}>{t('budget.add')}</Button>
      }
    >
      <div className="stack">
        {isAdding && <NewBudget onDone={() => setIsAdding(false)} />}
        <Loaded query={budgets}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState icon="file" title={t('budget.empty')}>
                {t('budget.emptyWhat')}
              </EmptyState>
            ) : (
              <ul className="plain-list stack tight">
                {items.map((budget) => (
                  <li key={budget.id}>
                    <BudgetCard budget={budget} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function BudgetCard({ budget }: { budget: Budget }) {
  const t = useText(budgetTexts);
  const format = useFormat();
  const may = useMay();
  const day = (date: string) => format.date(`${date}T12:00:00+07:00`);
  return (
    <article className="card stack">
      <div className="row spread">
        <h2 className={classes.title}>{budget.areaName}</h2>
        <span className={`${badge.badge} ${badge[TONES[budget.state]]}`}>
          {t(`budget.state.${budget.state}`)}
        </span>
      </div>
      <span className="dim small">
        {t('budget.period', { from: day(budget.startsOn), until: day(budget.endsOn) })}
      </span>
      <BudgetBar budget={budget} />
      {budget.liftedReason && (
        <span className="small">{t('budget.liftedWhy', { reason: budget.liftedReason })}</span>
      )}
      {may('budget:write') && <ChangeBudget key={`${budget.amountVnd} ${budget.liftedAt}`} budget={budget} />}
    </article>
  );
}

function ChangeBudget({ budget }: { budget: Budget }) {
  const t = useText(budgetTexts);
  const format = useFormat();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [amount, setAmount] = useState(String(budget.amountVnd));
  const [reason, setReason] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (body: { amountVnd?: number; lift?: { reason: string } | null }) =>
      ask(api.PATCH('/api/v1/budgets/{id}', { params: { path: { id: budget.id } }, body })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: BUDGETS });
      announce(t('budget.saved'));
    },
  });
  const problem = save.error ? toProblem(save.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(reason === null ? { amountVnd: Number(amount) } : { lift: { reason } });
  };
  return (
    <form
      className="stack tight"
      onSubmit={submit}
      aria-label={t('budget.change', { area: budget.areaName })}
    >
      {reason === null ? (
        <TextInput
          label={t('budget.amount')}
          inputMode="numeric"
          style={{ maxWidth: 260 }}
          value={amount === '' ? '' : format.number(Number(amount))}
          error={problem?.at('amountVnd')}
          onChange={(event) => setAmount(event.currentTarget.value.replace(/[^\d]/g, ''))}
        />
      ) : (
        <TextInput
          label={t('budget.reason')}
          required
          withAsterisk={false}
          autoFocus
          maxLength={500}
          value={reason}
          error={problem?.at('lift.reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <ProblemNote error={save.error} />
      <div className="row">
        <Button type="submit" variant="default" size="sm" loading={save.isPending}>
          {t(reason === null ? 'budget.save' : 'budget.lift')}
        </Button>
        {reason !== null ? (
          <Button variant="subtle" size="sm" onClick={() => setReason(null)}>
            {t('budget.cancel')}
          </Button>
        ) : budget.liftedAt ? (
          <Button variant="subtle" size="sm" onClick={() => save.mutate({ lift: null })}>
            {t('budget.unlift')}
          </Button>
        ) : (
          <Button variant="subtle" size="sm" onClick={() => setReason('')}>
            {t('budget.lift')}
          </Button>
        )}
      </div>
    </form>
  );
}

function NewBudget({ onDone }: { onDone: () => void }) {
  const t = useText(budgetTexts);
  const format = useFormat();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [areaId, setAreaId] = useState('');
  const [startsOn, setStartsOn] = useState('');
  const [endsOn, setEndsOn] = useState('');
  const [amount, setAmount] = useState('');
  const create = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/budgets', { body: { areaId, startsOn, endsOn, amountVnd: Number(amount) } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: BUDGETS });
      announce(t('budget.saved'));
      onDone();
    },
  });
  const problem = create.error ? toProblem(create.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <NativeSelect
        label={t('budget.area')}
        required
        withAsterisk={false}
        value={areaId}
        error={problem?.at('areaId')}
        onChange={(event) => setAreaId(event.currentTarget.value)}
      >
        <option value="">{t('budget.choose')}</option>
        <AreaOptions />
      </NativeSelect>
      <div className={classes.pair}>
        <TextInput
          label={t('budget.from')}
          type="date"
          required
          withAsterisk={false}
          value={startsOn}
          error={problem?.at('startsOn')}
          onChange={(event) => setStartsOn(event.currentTarget.value)}
        />
        <TextInput
          label={t('budget.until')}
          type="date"
          required
          withAsterisk={false}
          value={endsOn}
          error={problem?.at('endsOn')}
          onChange={(event) => setEndsOn(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label={t('budget.amount')}
        inputMode="numeric"
        required
        withAsterisk={false}
        value={amount === '' ? '' : format.number(Number(amount))}
        error={problem?.at('amountVnd')}
        onChange={(event) => setAmount(event.currentTarget.value.replace(/[^\d]/g, ''))}
      />
      <ProblemNote error={create.error} />
      <div className="row">
        <Button type="submit" loading={create.isPending}>
          {t('budget.add')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('budget.cancel')}
        </Button>
      </div>
    </form>
  );
}
