import { type Import, type ImportRow, useImportRows } from '../../api/imports.js';
import { useText } from '../../app/language.js';
import { importTexts } from '../../messages/import.js';
import { Loaded } from '../../ui/Loaded.js';
import { showPhone } from '../../ui/phone.js';
import classes from './ImportScreen.module.css';

const SAMPLES = 3;

/** The first households as the commit would write them, beside what stands in the file. */
export function SampleRows({ it }: { it: Import }) {
  const t = useText(importTexts);
  const rows = useImportRows(it.id, null, SAMPLES);
  return (
    <section className="card stack tight" aria-labelledby="samples">
      <h2 id="samples" className={classes.title}>
        {t('samples.title')}
      </h2>
      <Loaded query={rows} height={200}>
        {({ pages }) => (
          <ul className={`plain-list ${classes.rows}`}>
            {pages[0]!.items.map((row) => (
              <li key={row.rowNo}>
                <ReadRow row={row} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

/** Where a row stands in the file, as people find it there. */
export function usePlace(): (row: { row: number; sheet: string }) => string {
  const t = useText(importTexts);
  return ({ row, sheet }) =>
    sheet === '' ? t('samples.from', { row: `${row}` }) : t('samples.fromSheet', { row: `${row}`, sheet });
}

/** A row: what was read of it, and its cells as they stand. */
export function ReadRow({ row }: { row: ImportRow }) {
  const t = useText(importTexts);
  const placeOf = usePlace();
  const { household } = row;
  return (
    <>
      <span className="dim small">{placeOf(row)}</span>
      {household && (
        <span>
          <span className="strong">{household.headName}</span>
          {[household.address, household.areaName].filter(Boolean).map((part) => `, ${part}`)}
          {' · '}
          <span className="figures">
            {household.contacts.map(({ phone }) => showPhone(phone)).join(', ') || t('samples.noPhone')}
          </span>
        </span>
      )}
      {row.outcome === 'rejected' && row.reason && (
        <span className="dim">{t('samples.rejected', { reason: row.reason })}</span>
      )}
      {row.before && (
        <span className="dim small">
          {t('samples.before')}: {row.before.headName}
          {row.before.address && `, ${row.before.address}`} ·{' '}
          {row.before.contacts.map(({ phone }) => showPhone(phone)).join(', ') || t('samples.noPhone')}
        </span>
      )}
      <Cells rows={row.cells} />
    </>
  );
}

/** Cells as they stand in the file. */
export function Cells({ rows }: { rows: ImportRow['cells'] }) {
  const t = useText(importTexts);
  return rows.map(({ row, cells }) => (
    <span key={row} className={classes.cells} role="group" aria-label={t('samples.inFile')}>
      {cells.map((cell, i) =>
        // oxlint-disable-next-line react/no-array-index-key -- cells have no other name than their place
        cell === '' ? null : <span key={i}>{cell}</span>,
      )}
    </span>
  ));
}
