import { Anchor, Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, ask } from '../../api/client.js';
import { type Group, GROUPS, useGroups } from '../../api/groups.js';
import { type HouseholdFilter, HOUSEHOLDS, SHOWS } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { directoryTexts } from '../../messages/directory.js';
import { groupsTexts } from '../../messages/groups.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './GroupsScreen.module.css';
import { FillForm, NewGroupForm } from './GroupForms.js';

/** Groups of households: made here, filled here or on a household's page, used in the composer. */
export default function GroupsScreen() {
  const t = useText(groupsTexts);
  const may = useMay();
  const groups = useGroups();
  return (
    <Page title={t('group.title')} lead={t('group.lead')} back="/directory" narrow>
      <div className="stack">
        <Loaded query={groups} height={240}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState icon="people" title={t('group.empty')}>
                {t(may('group:write') ? 'group.emptyWhat' : 'group.askAuthor')}
              </EmptyState>
            ) : (
              <ul className="plain-list stack tight">
                {all.map((group) => (
                  <li key={group.id} className="card stack tight">
                    <GroupCard group={group} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        {may('group:write') && <NewGroupForm />}
      </div>
    </Page>
  );
}

/** The condition of a group, in the words of the directory. */
function showOf(filter: NonNullable<Group['filter']>): HouseholdFilter['show'] {
  if (filter.reach) return filter.reach;
  return SHOWS.find((each) => each in filter && filter[each as keyof typeof filter] === true);
}

function GroupCard({ group }: { group: Group }) {
  const t = useText(groupsTexts);
  const td = useText(directoryTexts);
  const may = useMay();
  const [fills, setFills] = useState(false);
  const { id, name, description, members, filter } = group;
  const show = filter ? showOf(filter) : undefined;
  const what = [
    ...(show ? [td(`show.${show}`)] : []),
    ...(filter?.q ? [t('group.words', { q: filter.q })] : []),
  ];
  return (
    <>
      <div className="row spread">
        <h2 className={classes.title}>{name}</h2>
        <span className="dim figures">
          {members === null
            ? t('group.byFilter', { what: what.join(', ') || t('group.everybody') })
            : t('group.members', { count: members })}
        </span>
      </div>
      {description && <p style={{ margin: 0 }}>{description}</p>}
      <div className="row">
        <Anchor
          component={Link}
          href={`/directory?group=${id}`}
          underline="always"
          aria-label={t('group.seeOf', { name })}
        >
          {t('group.see')}
        </Anchor>
        {may('group:write') && group.kind === 'static' && (
          <Button
            variant="default"
            size="sm"
            aria-expanded={fills}
            aria-label={t('group.fillOf', { name })}
            onClick={() => setFills(!fills)}
          >
            {t('group.fill')}
          </Button>
        )}
        {may('group:write') && <Remove group={group} />}
      </div>
      {fills && <FillForm group={group} onDone={() => setFills(false)} />}
    </>
  );
}

/** Takes a group away; it cannot be put back, so this asks. */
function Remove({ group }: { group: Group }) {
  const t = useText(groupsTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const { id, name } = group;
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/groups/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      announce(t('group.removed', { name }));
      await Promise.all([GROUPS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={t('group.removeOf', { name })}
        onClick={() => setAsks(true)}
      >
        {t('group.remove')}
      </Button>
      <Modal opened={asks} onClose={() => setAsks(false)} title={t('group.remove')} withCloseButton={false}>
        <p style={{ marginTop: 0 }}>{t('group.removeWhat', { name })}</p>
        <ProblemNote error={remove.error} />
        <div className="row">
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('group.remove')}
          </Button>
          <Button variant="default" data-autofocus onClick={() => setAsks(false)}>
            {t('group.keep')}
          </Button>
        </div>
      </Modal>
    </>
  );
}
