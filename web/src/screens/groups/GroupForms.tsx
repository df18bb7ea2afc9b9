import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAreas } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { type Group, GROUPS } from '../../api/groups.js';
import { HOUSEHOLDS, type Show, SHOWS } from '../../api/households.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { directoryTexts } from '../../messages/directory.js';
import { groupsTexts } from '../../messages/groups.js';
import { inTreeOrder } from '../../ui/area-order.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './GroupsScreen.module.css';

interface Condition {
  show: Show | null;
  q: string;
}

/** A condition as the API takes it. */
const filterOf = ({ show, q }: Condition) => ({
  ...(q.trim() !== '' && { q: q.trim() }),
  ...(show === 'sms' || show === 'zalo' || show === 'none'
    ? { reach: show }
    : show !== null && { [show]: true }),
});

/** What households have in common. */
function ConditionFields({ value, onChange }: { value: Condition; onChange: (value: Condition) => void }) {
  const t = useText(groupsTexts);
  const td = useText(directoryTexts);
  return (
    <>
      <NativeSelect
        label={t('group.show')}
        value={value.show ?? ''}
        onChange={(event) => onChange({ ...value, show: (event.currentTarget.value || null) as Show | null })}
      >
        <option value="">{t('group.everybody')}</option>
        {SHOWS.map((show) => (
          <option key={show} value={show}>
            {td(`show.${show}`)}
          </option>
        ))}
      </NativeSelect>
      <TextInput
        label={t('group.q')}
        maxLength={200}
        value={value.q}
        onChange={(event) => onChange({ ...value, q: event.currentTarget.value })}
      />
    </>
  );
}

const NO_CONDITION: Condition = { show: null, q: '' };

export function NewGroupForm() {
  const t = useText(groupsTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Group['kind']>('static');
  const [condition, setCondition] = useState(NO_CONDITION);
  const make = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/groups', {
          body: { name, kind, ...(kind === 'filter' && { filter: filterOf(condition) }) },
        }),
      ),
    onSuccess: async (made) => {
      announce(t('group.made', { name: made.name }));
      setName('');
      setCondition(NO_CONDITION);
      await queries.invalidateQueries({ queryKey: GROUPS });
    },
  });
  return (
    <form
      className="card stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <h2 className={classes.title}>{t('group.new')}</h2>
      <TextInput
        label={t('group.name')}
        maxLength={200}
        value={name}
        error={make.error && toProblem(make.error).at('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('group.kind')}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Group['kind'])}
      >
        {(['static', 'filter'] as const).map((each) => (
          <option key={each} value={each}>
            {t(`group.${each}`)}
          </option>
        ))}
      </NativeSelect>
      {kind === 'filter' && <ConditionFields value={condition} onChange={setCondition} />}
      <ProblemNote error={make.error} />
      <div>
        <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
          {t('group.make')}
        </Button>
      </div>
    </form>
  );
}

/** Adds everybody of an area, or those of them who have something in common. */
export function FillForm({ group, onDone }: { group: Group; onDone: () => void }) {
  const t = useText(groupsTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const areas = useAreas();
  const [areaId, setAreaId] = useState('');
  const [condition, setCondition] = useState(NO_CONDITION);
  const add = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/groups/{id}/members', {
          params: { path: { id: group.id } },
          body: { areaId, where: filterOf(condition) },
        }),
      ),
    onSuccess: async ({ households }) => {
      announce(t('group.added', { count: households, name: group.name }));
      onDone();
      await Promise.all([GROUPS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  return (
    <form
      className="stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <NativeSelect
        label={t('group.area')}
        value={areaId}
        onChange={(event) => setAreaId(event.currentTarget.value)}
      >
        <option value="">{t('group.pickArea')}</option>
        {inTreeOrder(areas.data ?? []).map(({ area, depth }) => (
          <option key={area.id} value={area.id}>
            {'\u2003'.repeat(depth) + area.name}
          </option>
        ))}
      </NativeSelect>
      <ConditionFields value={condition} onChange={setCondition} />
      <ProblemNote error={add.error} />
      <div>
        <Button type="submit" loading={add.isPending} disabled={areaId === ''}>
          {t('group.add')}
        </Button>
      </div>
    </form>
  );
}
