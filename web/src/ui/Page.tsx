import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useText } from '../app/language.js';
import { appTexts } from '../messages/app.js';
import { Icon } from './Icon.js';
import classes from './Page.module.css';

interface PageProps {
  title: string;
  /** A line below the title. */
  lead?: ReactNode;
  /** Where the arrow before the title leads. */
  back?: string;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** Reading width for forms; lists and tables take all there is. */
  narrow?: boolean;
  children: ReactNode;
}

/** A screen: its title, which is also the window's, and its content. A new screen moves the focus to its title. */
export function Page({ title, lead, back, actions, narrow = false, children }: PageProps) {
  const t = useText(appTexts);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  useEffect(() => {
    // A screen that begins with a field has the focus there already.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <div className={narrow ? classes.narrow : classes.page}>
      <header className={classes.head}>
        <div className={classes.titleRow}>
          {back && (
            <Link href={back} className={`${classes.back} no-print`} aria-label={t('page.back')}>
              <Icon name="back" />
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </h1>
        </div>
        {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
        {lead && <div className={classes.lead}>{lead}</div>}
      </header>
      {children}
    </div>
  );
}
