import { Anchor, Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, ask } from '../../api/client.js';
import { GROUPS, useGroups } from '../../api/groups.js';
import { type Household, HOUSEHOLDS, useHouseholdHistory } from '../../api/households.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { householdTexts } from '../../messages/household.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './HouseholdScreen.module.css';

const ACTIONS = {
  'household.created': 'did.created',
  'household.changed': 'did.changed',
  'household.merged': 'did.merged',
  'household.merge-undone': 'did.undone',
} as const;

const FIELDS = ['headName', 'address', 'code', 'note', 'contacts'] as const;

/** Groups, changes and merges of a household. */
export function HistoryCard({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const format = useFormat();
  const may = useMay();
  const queries = useQueryClient();
  const history = useHouseholdHistory(household.id);
  const undo = useMutation({
    mutationFn: (id: string) =>
      ask(api.POST('/api/v1/household-merges/{id}/undo', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: HOUSEHOLDS }),
  });
  const fieldName = (field: string) =>
    field === 'areaId'
      ? t('household.area')
      : FIELDS.some((each) => each === field)
        ? t(`household.${field as (typeof FIELDS)[number]}`)
        : field;
  return (
    <Loaded query={history} height={160}>
      {({ groups, merges, changes, import: from }) => (
        <>
          <section className="card stack tight" aria-labelledby="groups">
            <h2 id="groups" className={classes.title}>
              {t('groups.title')}
            </h2>
            <Groups household={household} groups={groups} />
          </section>
          <section className="card stack tight" aria-labelledby="history">
            <h2 id="history" className={classes.title}>
              {t('history.title')}
            </h2>
            <ProblemNote error={undo.error} />
            <ul className={`plain-list ${classes.lines}`}>
              {merges.map(({ id, at, by, mergedHeadName, undoneAt }) => (
                <li key={`merge ${id}`}>
                  <span>
                    {t('merge.line', { name: mergedHeadName })}
                    <br />
                    <span className="dim small">
                      {t('did.by', { name: by, time: format.dateTime(at) })}
                      {undoneAt && ` · ${t('did.undone')}`}
                    </span>
                  </span>
                  {!undoneAt && may('household:write') && (
                    <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate(id)}>
                      {t('merge.undo')}
                    </Button>
                  )}
                </li>
              ))}
              {changes.map(({ at, by, action, fields }) => (
                <li key={`${at} ${action}`}>
                  <span>
                    {action in ACTIONS ? t(ACTIONS[action as keyof typeof ACTIONS]) : action}
                    {fields.length > 0 && `: ${fields.map(fieldName).join(', ')}`}
                    <br />
                    <span className="dim small">{t('did.by', { name: by, time: format.dateTime(at) })}</span>
                  </span>
                </li>
              ))}
              {from && (
                <li>
                  <span>
                    {may('import:write') ? (
                      <Anchor component={Link} href={`/directory/imports/${from.id}`} underline="always">
                        {t('history.import', { file: from.fileName })}
                      </Anchor>
                    ) : (
                      t('history.import', { file: from.fileName })
                    )}
                    <br />
                    <span className="dim small">
                      {t('did.by', { name: from.by ?? '', time: format.dateTime(from.at) })}
                    </span>
                  </span>
                </li>
              )}
            </ul>
            {merges.length + changes.length === 0 && !from && (
              <p style={{ margin: 0 }}>{t('history.none')}</p>
            )}
          </section>
        </>
      )}
    </Loaded>
  );
}

interface GroupsProps {
  household: Household;
  groups: readonly { id: string; name: string }[];
}

/** The groups that list the household, to be left or joined. */
function Groups({ household, groups }: GroupsProps) {
  const t = useText(householdTexts);
  const may = useMay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const all = useGroups();
  const body = { householdIds: [household.id] };
  const settled = async () => {
    await Promise.all([GROUPS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  const join = useMutation({
    mutationFn: (id: string) =>
      ask(api.POST('/api/v1/groups/{id}/members', { params: { path: { id } }, body })),
    onSettled: settled,
  });
  const leave = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) =>
      ask(api.POST('/api/v1/groups/{id}/members/remove', { params: { path: { id } }, body })),
    onSuccess: (_, { id, name }) =>
      announce(t('groups.left', { name }), { label: t('household.undo'), run: () => join.mutate(id) }),
    onSettled: settled,
  });
  const others = (all.data ?? []).filter(
    ({ id, kind }) => kind === 'static' && !groups.some((group) => group.id === id),
  );
  return (
    <>
      {groups.length === 0 && <p style={{ margin: 0 }}>{t('groups.none')}</p>}
      <ul className={`plain-list ${classes.lines}`}>
        {groups.map((group) => (
          <li key={group.id}>
            <span>{group.name}</span>
            {may('group:write') && (
              <Button
                variant="default"
                size="sm"
                aria-label={`${t('groups.leave')} ${group.name}`}
                onClick={() => leave.mutate(group)}
              >
                {t('groups.leave')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={join.error ?? leave.error} />
      {may('group:write') && others.length > 0 && (
        <NativeSelect
          label={t('groups.join')}
          value=""
          onChange={(event) => event.currentTarget.value && join.mutate(event.currentTarget.value)}
        >
          <option value="">{t('groups.pick')}</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      )}
    </>
  );
}
