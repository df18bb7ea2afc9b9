import type { Import } from '../../api/imports.js';
import { useFormat, useText } from '../../app/language.js';
import { importTexts } from '../../messages/import.js';
import classes from './ImportScreen.module.css';

/** Who imported what and when, and from which file: its hash tells it from another of the same name. */
export function Origin({ it }: { it: Import }) {
  const t = useText(importTexts);
  const format = useFormat();
  const by = (name: string | null, at: string) =>
    name === null ? format.dateTime(at) : t('origin.by', { name, time: format.dateTime(at) });
  const facts: [string, string | null][] = [
    [
      t('origin.file'),
      t('origin.size', { name: it.fileName, size: format.number(Math.ceil(it.fileBytes / 1000)) }),
    ],
    [t('origin.hash'), it.fileSha256],
    [t('origin.uploaded'), by(it.createdBy, it.createdAt)],
    [t('origin.committed'), it.committedAt && by(it.committedBy, it.committedAt)],
    [t('origin.undone'), it.undoneAt && format.dateTime(it.undoneAt)],
  ];
  return (
    <section className="card stack tight" aria-labelledby="origin">
      <h2 id="origin" className={classes.title}>
        {t('origin.title')}
      </h2>
      <dl className={classes.origin}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt className="dim small">{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
