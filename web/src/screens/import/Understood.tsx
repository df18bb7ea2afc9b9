import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { api, ask } from '../../api/client.js';
import { type Import, useImportAct } from '../../api/imports.js';
import { useFormat, useText } from '../../app/language.js';
import { importTexts } from '../../messages/import.js';
import { Icon } from '../../ui/Icon.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { columnsOf, correctionOf, type Field, FIELDS, type Sheet } from './columns.js';
import classes from './ImportScreen.module.css';

/** Sheets, headings and columns as they were understood, to be corrected. */
export function Understood({ it }: { it: Import }) {
  const t = useText(importTexts);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Field | null> | null>(null);
  const again = useImportAct(it.id, (fields: ReadonlyMap<string, Field | null>) =>
    ask(
      api.PATCH('/api/v1/imports/{id}/mapping', {
        params: { path: { id: it.id } },
        body: correctionOf(it.mapping!.sheets, fields),
      }),
    ),
  );
  if (!it.mapping) return null;
  return (
    <section className="card stack" aria-labelledby="understood">
      <h2 id="understood" className={classes.title}>
        {t('understood.title')}
      </h2>
      {it.mapping.sheets.map((sheet) => (
        <SheetColumns
          key={sheet.sheet}
          sheet={sheet}
          isAlone={it.mapping!.sheets.length === 1}
          chosen={chosen}
          onChoose={(key, field) => setChosen(new Map(chosen).set(key, field))}
        />
      ))}
      <ProblemNote error={again.error} />
      {chosen === null ? (
        <div>
          <Button variant="default" onClick={() => setChosen(new Map())}>
            {t('understood.correct')}
          </Button>
        </div>
      ) : (
        <div className="stack tight">
          <span className="dim small">{t('understood.remembered')}</span>
          <div className="row">
            <Button
              disabled={chosen.size === 0}
              loading={again.isPending}
              onClick={() => again.mutate(chosen)}
            >
              {t('understood.again')}
            </Button>
            <Button variant="default" onClick={() => setChosen(null)}>
              {t('understood.cancel')}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

interface SheetColumnsProps {
  sheet: Sheet;
  isAlone: boolean;
  /** What the person has chosen by now; null while nothing is being corrected. */
  chosen: ReadonlyMap<string, Field | null> | null;
  onChoose: (key: string, field: Field | null) => void;
}

function SheetColumns({ sheet, isAlone, chosen, onChoose }: SheetColumnsProps) {
  const t = useText(importTexts);
  const format = useFormat();
  const remarks = [
    sheet.ignored
      ? t(`understood.ignored.${sheet.ignored}`)
      : t('understood.households', { count: sheet.households }),
    sheet.headerRow === null
      ? t('understood.noHeader')
      : t('understood.header', { row: `${sheet.headerRow}` }),
    ...(sheet.hiddenRows > 0 ? [t('understood.hiddenRows', { count: sheet.hiddenRows })] : []),
    ...(sheet.legacy ? [t('understood.legacy')] : []),
  ];
  // Of many sheets those stand open that may be misunderstood.
  const isSure = sheet.columns.every(({ by }) => by !== 'content');
  return (
    <details className={classes.sheet} open={isAlone || !isSure || chosen !== null}>
      <summary>
        {sheet.sheet !== '' && <span className="strong">{t('understood.sheet', { name: sheet.sheet })}</span>}
        <span className="dim">{remarks.join(' · ')}</span>
      </summary>
      <ul className={`plain-list ${classes.columns}`} aria-label={t('understood.columns')}>
        {columnsOf(sheet).map(({ key, letter, heading, field, by, sure }) => {
          const label = t('understood.column', { column: letter });
          if (chosen === null && field === null) return null;
          const now = chosen?.has(key) ? chosen.get(key)! : field;
          return (
            <li key={key} className={classes.column}>
              <span>
                <span className="dim small">{label}</span>
                <br />
                {heading || <span className="dim">{t('understood.noHeading')}</span>}
              </span>
              <Icon name="next" size={18} />
              {chosen === null ? (
                <span>
                  <span className="strong">{t(`field.${field!}`)}</span>
                  <br />
                  <span className="dim small">
                    {t(`understood.by.${by}`, { percent: format.percent(sure, 1) })}
                  </span>
                </span>
              ) : (
                <NativeSelect
                  aria-label={`${label}: ${heading}`}
                  value={now ?? ''}
                  onChange={(event) => onChoose(key, (event.currentTarget.value || null) as Field | null)}
                >
                  <option value="">{t('understood.unread')}</option>
                  {FIELDS.map((each) => (
                    <option key={each} value={each}>
                      {t(`field.${each}`)}
                    </option>
                  ))}
                </NativeSelect>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
