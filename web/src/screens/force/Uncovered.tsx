import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAreas } from '../../api/areas.js';
import { api, ask } from '../../api/client.js';
import { FORCE, useColleagues, useUncovered } from '../../api/force.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { forceTexts } from '../../messages/force.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { communeOf } from './commune-of.js';
import classes from './Force.module.css';

type Missing = NonNullable<ReturnType<typeof useUncovered>['data']>[number];

/** More than these are shown on demand. */
const SHOWN = 5;

/** Neighbourhoods of which nobody is in charge today, each with the way to give it to somebody. */
export function Uncovered() {
  const t = useText(forceTexts);
  const may = useMay();
  const uncovered = useUncovered();
  const [showsAll, setShowsAll] = useState(false);
  const [assigned, setAssigned] = useState<string | null>(null);
  return (
    <Loaded query={uncovered} height={80}>
      {(items) =>
        items.length === 0 ? (
          <p className="note good" style={{ margin: 0 }}>
            {t('uncovered.none')}
          </p>
        ) : (
          <section className="card">
            <h2 style={{ margin: 0, fontSize: '1.25rem' }}>{t('uncovered.title')}</h2>
            <p className="dim small" style={{ margin: '4px 0 8px' }}>
              {t('uncovered.what', { count: items.length })}
            </p>
            <ul className="plain-list">
              {(showsAll ? items : items.slice(0, SHOWN)).map((area) => (
                <li key={area.areaId} className={classes.missing}>
                  <span className={classes.where}>
                    <span className="strong">{area.areaName}</span>
                    <span className="dim small">
                      {[area.parentName, t('uncovered.line', { count: area.households })]
                        .filter(Boolean)
                        .join(' · ')}
                    </span>
                  </span>
                  {may('force:write') && assigned !== area.areaId && (
                    <Button
                      variant="default"
                      size="sm"
                      aria-label={t('uncovered.assignNamed', { area: area.areaName })}
                      onClick={() => setAssigned(area.areaId)}
                    >
                      {t('uncovered.assign')}
                    </Button>
                  )}
                  {assigned === area.areaId && <Assign area={area} onDone={() => setAssigned(null)} />}
                </li>
              ))}
            </ul>
            {items.length > SHOWN && !showsAll && (
              <Button variant="subtle" size="sm" onClick={() => setShowsAll(true)}>
                {t('uncovered.more', { count: items.length })}
              </Button>
            )}
          </section>
        )
      }
    </Loaded>
  );
}

function Assign({ area, onDone }: { area: Missing; onDone: () => void }) {
  const t = useText(forceTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const areas = useAreas();
  const colleagues = useColleagues(areas.data ? communeOf(areas.data, area.areaId) : null);
  const [id, setId] = useState('');
  const assign = useMutation({
    mutationFn: () => {
      const { inCharge, version } = colleagues.data!.find((each) => each.id === id)!;
      const body = { inCharge: [...inCharge.map(({ areaId }) => areaId), area.areaId], version };
      return ask(api.PATCH('/api/v1/propagandists/{id}', { params: { path: { id } }, body }));
    },
    onSuccess: async ({ fullName }) => {
      announce(t('uncovered.done', { name: fullName, area: area.areaName }));
      onDone();
      await queries.invalidateQueries({ queryKey: FORCE });
    },
    // Somebody else changed the person meanwhile: the next try starts from what there is now.
    onError: () => queries.invalidateQueries({ queryKey: FORCE }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    assign.mutate();
  };
  if (colleagues.data?.length === 0) return <p className="dim small">{t('uncovered.nobody')}</p>;
  return (
    <form className={classes.assign} onSubmit={submit}>
      <NativeSelect
        label={t('uncovered.choose', { area: area.areaName })}
        required
        withAsterisk={false}
        autoFocus
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      >
        <option value="">{t('member.pick')}</option>
        {colleagues.data?.map((each) => (
          <option key={each.id} value={each.id}>
            {each.fullName}
          </option>
        ))}
      </NativeSelect>
      <Button type="submit" loading={assign.isPending}>
        {t('uncovered.do')}
      </Button>
      <Button variant="default" onClick={onDone}>
        {t('member.cancel')}
      </Button>
      <ProblemNote error={assign.error} />
    </form>
  );
}
