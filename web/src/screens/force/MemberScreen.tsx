import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, ask } from '../../api/client.js';
import { FORCE, type Propagandist, usePropagandist } from '../../api/force.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import type { ScreenProps } from '../../app/routes.js';
import { useMay } from '../../app/session.js';
import { forceTexts } from '../../messages/force.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { MemberFacts } from './MemberFacts.js';
import { MemberForm } from './MemberForm.js';

/** One person of the force: to edit for administrators, to read for everybody else. */
export default function MemberScreen({ params }: ScreenProps) {
  const t = useText(forceTexts);
  const may = useMay();
  const announce = useAnnounce();
  const person = usePropagandist(params.id!);
  return (
    <Page
      title={person.data?.fullName ?? t('member.title')}
      lead={person.data?.areaName}
      back="/directory/force"
      narrow
    >
      <Loaded query={person} height={480}>
        {(it) =>
          may('force:write') ? (
            <div className="stack">
              <MemberForm
                key={`${it.id} ${it.version}`}
                person={it}
                onSaved={({ fullName }) => announce(t('member.saved', { name: fullName }))}
              />
              <Remove person={it} />
            </div>
          ) : (
            <MemberFacts person={it} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** For entries made by mistake; it cannot be put back, so this asks. */
function Remove({ person: { id, fullName } }: { person: Propagandist }) {
  const t = useText(forceTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [asks, setAsks] = useState(false);
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/propagandists/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      announce(t('member.deleted', { name: fullName }));
      navigate('/directory/force');
      queries.removeQueries({ queryKey: [...FORCE, 'one', id] });
      await queries.invalidateQueries({ queryKey: FORCE });
    },
  });
  return (
    <div>
      <Button variant="default" onClick={() => setAsks(true)}>
        {t('member.delete')}
      </Button>
      <Modal opened={asks} onClose={() => setAsks(false)} title={t('member.delete')} withCloseButton={false}>
        <p style={{ marginTop: 0 }}>{t('member.deleteWhat')}</p>
        <ProblemNote error={remove.error} />
        <div className="row">
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('member.delete')}
          </Button>
          <Button variant="default" data-autofocus onClick={() => setAsks(false)}>
            {t('member.cancel')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
