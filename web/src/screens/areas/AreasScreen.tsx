import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { type Area, useAreas } from '../../api/areas.js';
import { useFormat, useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { areasTexts } from '../../messages/areas.js';
import { AreaBranches } from '../../ui/AreaBranches.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { AreaPanel } from './AreaPanel.js';
import classes from './AreasScreen.module.css';
import { OfficialUnits } from './OfficialUnits.js';

/** The tree of areas, and what can be done with the chosen one. */
export default function AreasScreen() {
  const t = useText(areasTexts);
  const areas = useAreas();
  return (
    <Page title={t('areas.all')} lead={t('areas.lead')} back="/directory">
      <Loaded query={areas} height={400}>
        {(all) => (all.length === 0 ? <OfficialUnits isFirst /> : <Areas areas={all} />)}
      </Loaded>
    </Page>
  );
}

function Areas({ areas }: { areas: readonly Area[] }) {
  const t = useText(areasTexts);
  const format = useFormat();
  const may = useMay();
  const [params] = useSearchParams();
  const [adds, setAdds] = useState(false);
  const chosen = areas.find(({ id }) => id === params.get('area')) ?? (areas.length === 1 ? areas[0]! : null);
  return (
    <div className={classes.columns}>
      <div className="stack tight">
        <nav className={`card ${classes.tree}`} aria-label={t('areas.tree')}>
          <AreaBranches areas={areas}>
            {(area) => (
              <Link
                href={`/directory/areas?area=${area.id}`}
                className={classes.line}
                aria-current={area.id === chosen?.id ? 'page' : undefined}
              >
                <span className={classes.name}>{area.name}</span>
                <span className="dim figures">{format.number(area.households)}</span>
              </Link>
            )}
          </AreaBranches>
        </nav>
        {may('area:write') &&
          (adds ? (
            <OfficialUnits />
          ) : (
            <Button variant="default" onClick={() => setAdds(true)}>
              {t('areas.addOfficial')}
            </Button>
          ))}
      </div>
      {chosen ? (
        <AreaPanel key={chosen.id} area={chosen} areas={areas} />
      ) : (
        <p className="card dim" style={{ margin: 0 }}>
          {t('areas.choose')}
        </p>
      )}
    </div>
  );
}
