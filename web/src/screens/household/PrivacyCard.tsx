import { Anchor, Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { AREAS } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { type Household, householdKey, HOUSEHOLDS } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { requestTexts } from '../../messages/data-requests.js';
import { ProblemNote } from '../../ui/ProblemNote.js';

/** What a household may ask of its data: its file, a request with deadlines, erasure. */
export function PrivacyCard({ household }: { household: Household }) {
  const t = useText(requestTexts);
  const may = useMay();
  const dossier = `/api/v1/households/${household.id}/dossier`;
  return (
    <section className="card stack tight">
      <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('privacy.title')}</h2>
      <p className="dim small" style={{ margin: 0 }}>
        {t('privacy.what')}
      </p>
      <div className="row">
        {may('phone:read') && (
          <>
            <Button component="a" variant="default" href={`${dossier}.xlsx`}>
              {t('privacy.dossier')}
            </Button>
            <Anchor href={`${dossier}.json`} underline="always">
              {t('privacy.dossierJson')}
            </Anchor>
          </>
        )}
        <Button component={Link} variant="default" href={`/directory/requests/new?household=${household.id}`}>
          {t('privacy.request')}
        </Button>
        <Erase household={household} />
      </div>
    </section>
  );
}

/** Cannot be taken back, so this asks. */
function Erase({ household: { id, headName, areaId } }: { household: Household }) {
  const t = useText(requestTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [asks, setAsks] = useState(false);
  const erase = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/households/{id}/erase', { params: { path: { id } } })),
    onSuccess: async ({ deliveries }) => {
      announce(t('privacy.erased', { count: deliveries }));
      navigate(`/directory?area=${areaId}`);
      queries.removeQueries({ queryKey: householdKey(id) });
      await Promise.all([AREAS, HOUSEHOLDS].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsks(true)}>
        {t('privacy.erase')}
      </Button>
      <Modal opened={asks} onClose={() => setAsks(false)} title={t('privacy.erase')} withCloseButton={false}>
        <p style={{ marginTop: 0 }}>{t('privacy.eraseWhat', { name: headName })}</p>
        <ProblemNote error={erase.error} />
        <div className="row">
          <Button color="red" loading={erase.isPending} onClick={() => erase.mutate()}>
            {t('privacy.erase')}
          </Button>
          <Button variant="default" data-autofocus onClick={() => setAsks(false)}>
            {t('privacy.cancel')}
          </Button>
        </div>
      </Modal>
    </>
  );
}
