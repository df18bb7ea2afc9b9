import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { AREAS } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { type Household, HOUSEHOLDS, useHousehold } from '../../api/households.js';
import type { ScreenProps } from '../../app/routes.js';
import { useFormat, useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { householdTexts } from '../../messages/household.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { AboutCard } from './AboutCard.js';
import { ConsentsCard } from './ConsentsCard.js';
import { EditCard } from './EditCard.js';
import { HistoryCard } from './HistoryCard.js';
import { MergeCard } from './MergeCard.js';
import { PrivacyCard } from './PrivacyCard.js';
import { RefusalsCard } from './RefusalsCard.js';
import { RepliesCard, SentCard } from './SentCard.js';

/** One household: who it is, by which numbers, what it refused. */
export default function HouseholdScreen({ params }: ScreenProps) {
  const t = useText(householdTexts);
  const format = useFormat();
  const may = useMay();
  const household = useHousehold(params.id!);
  const [isEdited, setEdited] = useState(false);
  return (
    <Page
      title={household.data?.headName ?? t('household.title')}
      lead={household.data && t('household.updated', { time: format.dateTime(household.data.updatedAt) })}
      back={household.data ? `/directory?area=${household.data.areaId}` : '/directory'}
      narrow
    >
      <Loaded query={household} height={400}>
        {(it) => (
          <div className="stack">
            {isEdited ? (
              <EditCard household={it} onClose={() => setEdited(false)} />
            ) : (
              <AboutCard household={it} onEdit={may('household:write') ? () => setEdited(true) : null} />
            )}
            <RefusalsCard household={it} />
            <ConsentsCard household={it} />
            <SentCard household={it} />
            <RepliesCard household={it} />
            <HistoryCard household={it} />
            {may('household:write') && <MergeCard key={it.id} household={it} />}
            {may('household:write') && <PrivacyCard household={it} />}
            {may('household:write') && <Remove household={it} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** Takes a household out; it cannot be put back, so this asks. */
function Remove({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [asks, setAsks] = useState(false);
  const { id, headName, contacts, version } = household;
  const remove = useMutation({
    // As it was looked at: what somebody else added meanwhile is seen before it goes.
    mutationFn: () =>
      ask(api.DELETE('/api/v1/households/{id}', { params: { path: { id }, query: { version } } })),
    onError: () => queries.invalidateQueries({ queryKey: HOUSEHOLDS }),
    onSuccess: async () => {
      announce(t('household.removed', { name: headName }));
      navigate(`/directory?area=${household.areaId}`);
      await Promise.all([AREAS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  return (
    <div>
      <Button variant="default" onClick={() => setAsks(true)}>
        {t('household.remove')}
      </Button>
      <Modal
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('household.remove')}
        withCloseButton={false}
      >
        <p style={{ marginTop: 0 }}>
          {t('household.removeWhat', { name: headName, count: contacts.length })}
        </p>
        <ProblemNote error={remove.error} />
        <div className="row">
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('household.remove')}
          </Button>
          <Button variant="default" data-autofocus onClick={() => setAsks(false)}>
            {t('household.cancel')}
          </Button>
        </div>
      </Modal>
    </div>
  );
}
