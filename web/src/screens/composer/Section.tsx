import type { ReactNode } from 'react';
import { Icon } from '../../ui/Icon.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import classes from './Section.module.css';

/** One of the five sections: it ticks itself off, and says in a line what it holds. */
export function Section({
  id,
  title,
  isDone,
  summary,
  children,
}: {
  id: string;
  title: string;
  isDone: boolean;
  summary?: string | undefined;
  children: ReactNode;
}) {
  const t = useText(composerTexts);
  return (
    <section className={`card ${classes.section}`} aria-labelledby={id}>
      <div className={classes.head}>
        <span className={isDone ? classes.done : classes.open}>
          <Icon name={isDone ? 'check' : 'circle'} size={isDone ? 20 : 24} />
        </span>
        <h2 id={id} className={classes.title}>
          {title}
          <span className={classes.state}>{isDone ? t('section.done') : t('section.open')}</span>
        </h2>
        {summary && <span className={`dim ${classes.summary}`}>{summary}</span>}
      </div>
      {children}
    </section>
  );
}
