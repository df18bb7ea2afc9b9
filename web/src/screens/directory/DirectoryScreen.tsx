import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { type Area, useAreas } from '../../api/areas.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { directoryTexts } from '../../messages/directory.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Icon } from '../../ui/Icon.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { AreaChooser } from './AreaChooser.js';
import { AreaFigures } from './AreaFigures.js';
import classes from './DirectoryScreen.module.css';
import { HouseholdsPanel } from './HouseholdsPanel.js';
import { useDirectoryFilter } from './use-directory-filter.js';

/** The directory: the tree of areas with its counts, and the households of the chosen one. */
export default function DirectoryScreen() {
  const t = useText(directoryTexts);
  const may = useMay();
  const areas = useAreas();
  const [filter] = useDirectoryFilter();
  return (
    <Page
      title={t('directory.title')}
      actions={
        <>
          {may('import:write') && (
            <Button
              component={Link}
              href={importsAt(filter.areaId)}
              leftSection={<Icon name="file" size={20} />}
            >
              {t('directory.import')}
            </Button>
          )}
          {may('household:write') && (
            <Button
              component={Link}
              variant="default"
              href={`/directory/households/new${filter.areaId ? `?area=${filter.areaId}` : ''}`}
            >
              {t('directory.addHousehold')}
            </Button>
          )}
          {may('area:write') && (
            <Button component={Link} variant="default" href="/directory/areas">
              {t('directory.areas')}
            </Button>
          )}
          <Button component={Link} variant="default" href="/directory/groups">
            {t('directory.groups')}
          </Button>
          <Button component={Link} variant="default" href="/directory/force">
            {t('directory.force')}
          </Button>
        </>
      }
    >
      <Loaded query={areas} height={480}>
        {(all) => (all.length === 0 ? <NoAreas /> : <Directory areas={all} />)}
      </Loaded>
    </Page>
  );
}

const importsAt = (areaId: string | undefined) => `/directory/imports${areaId ? `?area=${areaId}` : ''}`;

function Directory({ areas }: { areas: readonly Area[] }) {
  const [filter, change] = useDirectoryFilter();
  const chosen = areas.find(({ id }) => id === filter.areaId) ?? null;
  return (
    <div className={classes.columns}>
      <AreaChooser areas={areas} chosen={chosen} />
      <div className={`stack ${classes.list}`}>
        <HouseholdsPanel
          filter={filter}
          change={change}
          figures={<AreaFigures areas={areas} chosen={chosen} filter={filter} />}
          isAll={areas.every(({ households }) => households === 0)}
        />
      </div>
    </div>
  );
}

function NoAreas() {
  const t = useText(directoryTexts);
  const may = useMay();
  return (
    <EmptyState
      icon="people"
      title={t('directory.noAreas')}
      action={
        may('area:write') && (
          <Button component={Link} href="/directory/areas">
            {t('directory.noAreasDo')}
          </Button>
        )
      }
    >
      {may('area:write') ? t('directory.noAreasWhat') : t('directory.askAdmin')}
    </EmptyState>
  );
}
