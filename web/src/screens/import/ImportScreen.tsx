import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, ask } from '../../api/client.js';
import { type Import, isWorking, useImport, useImportAct } from '../../api/imports.js';
import type { ScreenProps } from '../../app/routes.js';
import { useFormat, useText } from '../../app/language.js';
import { importTexts } from '../../messages/import.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './ImportScreen.module.css';
import { type Declared, declared, Ground } from './Ground.js';
import { ImportStatus } from './ImportStatus.js';
import { Origin } from './Origin.js';
import { Review } from './Review.js';
import { SampleRows } from './SampleRows.js';
import { Understood } from './Understood.js';

/** One import from its reading to its result; whoever leaves finds it here again. */
export default function ImportScreen({ params }: ScreenProps) {
  const t = useText(importTexts);
  const format = useFormat();
  const found = useImport(params.id!);
  return (
    <Page
      title={found.data?.fileName ?? t('imports.title')}
      lead={
        found.data && (
          <span className="row">
            <ImportStatus status={found.data.status} />
            {t('import.handedIn', { time: format.dateTime(found.data.createdAt) })}
          </span>
        )
      }
      back="/directory/imports"
      narrow
    >
      <Loaded query={found} height={400}>
        {(it) => (
          <div className="stack">
            {isWorking(it) && <Working it={it} />}
            {it.status === 'failed' && <Failed it={it} />}
            {it.status === 'undone' && <div className="note good">{t('import.undone')}</div>}
            {(it.status === 'ready' || it.status === 'committed') && <Figures it={it} />}
            {it.status === 'committed' && <Result it={it} />}
            {it.status === 'ready' && <Ready it={it} />}
            {it.status !== 'ready' && <Origin it={it} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** How far the server is; it goes on without this page. */
function Working({ it }: { it: Import }) {
  const t = useText(importTexts);
  const format = useFormat();
  const text =
    it.status === 'reading'
      ? t('import.working.reading', { percent: format.percent(it.progress, 1) })
      : it.status === 'committing'
        ? t('import.working.committing', { count: it.rows.created + it.rows.updated })
        : t('import.working.undoing');
  return (
    <section className="card stack tight" aria-busy="true">
      <p id="working" role="status" style={{ margin: 0 }} className="strong">
        {text}
      </p>
      <progress
        className={classes.progress}
        aria-labelledby="working"
        {...(it.status === 'reading' && { value: it.progress, max: 1 })}
      />
      <p className="dim" style={{ margin: 0 }}>
        {t('import.stays')}
      </p>
    </section>
  );
}

function Failed({ it }: { it: Import }) {
  const t = useText(importTexts);
  return (
    <div className="note bad" role="alert">
      <p>{it.error?.detail}</p>
      <p>{t('import.failed')}</p>
      <Button component={Link} href={`/directory/imports?area=${it.areaId}`}>
        {t('import.another')}
      </Button>
    </div>
  );
}

/** What the commit will do, or did, and the way to the rows that were turned away. */
function Figures({ it }: { it: Import }) {
  const t = useText(importTexts);
  const format = useFormat();
  const { rows } = it;
  const changes = rows.created + rows.updated;
  return (
    <section className="card stack" aria-labelledby="figures">
      <h2 id="figures" className={classes.title}>
        {t(it.status === 'ready' ? 'import.willDo' : 'import.hasDone')}
      </h2>
      {it.sameFile && it.status === 'ready' && (
        <div className="note warn">
          {t(changes === 0 ? 'import.sameFile' : 'import.sameFileSince', {
            time: format.dateTime(it.sameFile.committedAt),
            count: changes,
          })}
        </div>
      )}
      <dl className={classes.figures}>
        {(['total', 'created', 'updated', 'unchanged', 'rejected'] as const).map((key) => (
          <div key={key}>
            <dt className="dim small">{t(`import.${key}`)}</dt>
            <dd className={key === 'rejected' && rows.rejected > 0 ? classes.bad : ''}>
              {format.number(rows[key])}
            </dd>
          </div>
        ))}
      </dl>
      {it.status === 'ready' && it.mapping && it.mapping.newAreas.length > 0 && (
        <p style={{ margin: 0 }}>
          {t('import.newAreas', {
            count: it.mapping.newAreas.length,
            names: it.mapping.newAreas.join(', '),
          })}
        </p>
      )}
      {rows.rejected > 0 && (
        <div>
          <Anchor href={`/api/v1/imports/${it.id}/rejected.xlsx`} underline="always" download>
            {t('import.badRows', { count: rows.rejected })}
          </Anchor>
          <div className="dim small">{t('import.badRowsHow')}</div>
        </div>
      )}
    </section>
  );
}

function Ready({ it }: { it: Import }) {
  const t = useText(importTexts);
  const [ground, setGround] = useState<Declared>({ basis: '', evidence: '' });
  const commit = useImportAct(it.id, () =>
    ask(api.POST('/api/v1/imports/{id}/commit', { params: { path: { id: it.id } }, body: declared(ground) })),
  );
  const count = it.rows.created + it.rows.updated;
  return (
    <>
      <Understood it={it} />
      <SampleRows it={it} />
      <Review it={it} />
      {count > 0 && <Ground value={ground} onChange={setGround} />}
      <Origin it={it} />
      <div className={`card stack tight ${classes.foot}`}>
        {it.questions > 0 && <span>{t('import.open', { count: it.questions })}</span>}
        <ProblemNote error={commit.error} />
        {count > 0 ? (
          <Button size="lg" loading={commit.isPending} onClick={() => commit.mutate()}>
            {t('import.commit', { count })}
          </Button>
        ) : (
          <span>{t('import.nothing')}</span>
        )}
      </div>
    </>
  );
}

function Result({ it }: { it: Import }) {
  const t = useText(importTexts);
  const undo = useImportAct(it.id, () =>
    ask(api.POST('/api/v1/imports/{id}/undo', { params: { path: { id: it.id } } })),
  );
  return (
    <div className="stack tight">
      <div className="row">
        <Button component={Link} href={`/directory?area=${it.areaId}`}>
          {t('import.toDirectory')}
        </Button>
        <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
          {t('import.undo')}
        </Button>
      </div>
      <span className="dim small">
        {t('import.undoWhat', { created: it.rows.created, updated: it.rows.updated })}
      </span>
      <ProblemNote error={undo.error} />
    </div>
  );
}
