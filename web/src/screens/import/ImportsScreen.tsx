import { Anchor } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { useAreas } from '../../api/areas.js';
import { useImports } from '../../api/imports.js';
import { useFormat, useText } from '../../app/language.js';
import { importTexts } from '../../messages/import.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Page } from '../../ui/Page.js';
import { FileDrop } from './FileDrop.js';
import { ImportStatus } from './ImportStatus.js';
import classes from './ImportsScreen.module.css';

/** Hands a file in, and finds earlier ones again. */
export default function ImportsScreen() {
  const t = useText(importTexts);
  const [params] = useSearchParams();
  const areas = useAreas();
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')} back="/directory" narrow>
      <div className="stack">
        <Loaded query={areas} height={260}>
          {(all) => {
            const hasCommunes = all.some(({ level }) => level !== 'province');
            return !hasCommunes ? (
              <p className="card" style={{ margin: 0 }}>
                {t('imports.noAreas')}{' '}
                <Anchor component={Link} href="/directory/areas" underline="always">
                  {t('imports.makeAreas')}
                </Anchor>
              </p>
            ) : (
              <FileDrop areas={all} areaId={params.get('area')} />
            );
          }}
        </Loaded>
        <Past />
      </div>
    </Page>
  );
}

function Past() {
  const t = useText(importTexts);
  const format = useFormat();
  const imports = useImports();
  return (
    <section className="card stack tight" aria-labelledby="past">
      <h2 id="past" className={classes.title}>
        {t('imports.past')}
      </h2>
      <Loaded query={imports} height={160}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p className="dim">{t('imports.none')}</p>;
          return (
            <>
              <ul className="plain-list">
                {items.map(({ id, fileName, status, createdAt, createdBy, rows }) => (
                  <li key={id}>
                    <Link href={`/directory/imports/${id}`} className={classes.line}>
                      <span className={classes.name}>
                        <span className="strong">{fileName}</span>
                        <span className="dim small">
                          {[
                            format.dateTime(createdAt),
                            createdBy,
                            t('understood.households', { count: rows.total }),
                          ]
                            .filter(Boolean)
                            .join(' · ')}
                        </span>
                      </span>
                      <ImportStatus status={status} />
                    </Link>
                  </li>
                ))}
              </ul>
              <MoreButton query={imports} label={t('imports.more')} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
