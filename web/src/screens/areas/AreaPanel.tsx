import { Anchor, Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type AreaChange, undoChange, useAreaHistory, useTreeChange } from '../../api/area-changes.js';
import type { Area } from '../../api/areas.js';
import { useFormat, useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { areasTexts } from '../../messages/areas.js';
import { Loaded } from '../../ui/Loaded.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { AddForm, MoveForm, RenameForm } from './AreaForms.js';
import classes from './AreasScreen.module.css';
import { MergeForm } from './MergeForm.js';
import { SplitForm } from './SplitForm.js';

/** The chosen area: what can be done with it, and what became of it. */
export function AreaPanel({ area, areas }: { area: Area; areas: readonly Area[] }) {
  const t = useText(areasTexts);
  const may = useMay();
  return (
    <div className="stack">
      <section className="card" aria-labelledby="area">
        <h2 id="area" className={classes.title}>
          {area.name}
        </h2>
        <p className="dim" style={{ margin: '4px 0 12px' }}>
          {t('areas.what', { level: t(`areas.level.${area.level}`), count: area.households })}
          {' · '}
          <Anchor component={Link} href={`/directory?area=${area.id}`} underline="always">
            {t('areas.households')}
          </Anchor>
        </p>
        {may('area:write') && (
          <>
            <Act title={t('areas.add')}>{(close) => <AddForm area={area} onDone={close} />}</Act>
            <Act title={t('areas.rename')}>{(close) => <RenameForm area={area} onDone={close} />}</Act>
            <Act title={t('areas.move')}>
              {(close) => <MoveForm area={area} areas={areas} onDone={close} />}
            </Act>
            <Act title={t('areas.merge')}>
              {(close) => <MergeForm area={area} areas={areas} onDone={close} />}
            </Act>
            {area.parentId !== null && (
              <Act title={t('areas.split')}>
                {(close) => <SplitForm area={area} areas={areas} onDone={close} />}
              </Act>
            )}
          </>
        )}
      </section>
      <History area={area} />
    </div>
  );
}

/** One thing that can be done, folded away until somebody wants it. */
function Act({ title, children }: { title: string; children: (close: () => void) => ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.act} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && children(() => setOpen(false))}
    </details>
  );
}

function History({ area }: { area: Area }) {
  const t = useText(areasTexts);
  const format = useFormat();
  const may = useMay();
  const history = useAreaHistory(area.id);
  const undo = useTreeChange(undoChange, () => undefined);
  const say = ({ kind, from, to, households }: AreaChange) =>
    t(`change.${kind}`, { from: from.join(', '), to: to.join(', '), count: households });
  return (
    <section className="card stack tight" aria-labelledby="history">
      <h2 id="history" className={classes.title}>
        {t('areas.history')}
      </h2>
      <Loaded query={history} height={120}>
        {({ changes, aliases }) => (
          <>
            {aliases.length > 0 && (
              <p style={{ margin: 0 }}>
                {t('areas.aliases', { names: aliases.map(({ name }) => name).join(', ') })}
              </p>
            )}
            {changes.length === 0 && <p className="dim">{t('areas.noHistory')}</p>}
            <ProblemNote error={undo.error} />
            <ul className={`plain-list ${classes.lines}`}>
              {changes.map((change) => (
                <li key={change.id}>
                  <span>
                    {say(change)}
                    <br />
                    <span className="dim small">
                      {t('change.by', { name: change.by, date: format.date(change.effectiveOn) })}
                      {change.undoneAt && ` · ${t('areas.undone')}`}
                    </span>
                  </span>
                  {may('area:write') &&
                    !change.undoneAt &&
                    (change.kind === 'merged' || change.kind === 'split') && (
                      <Button
                        variant="default"
                        size="sm"
                        loading={undo.isPending && undo.variables === change.id}
                        onClick={() => undo.mutate(change.id)}
                      >
                        {t('areas.undo')}
                      </Button>
                    )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}
