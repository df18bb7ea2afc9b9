import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { appTexts } from '../messages/app.js';
import { Icon } from '../ui/Icon.js';
import { ProviderNote } from '../ui/ProviderNote.js';
import classes from './Frame.module.css';
import { useText } from './language.js';
import { SECTIONS } from './routes.js';
import { nameOf, useMay, useMe } from './session.js';

/** The frame around every screen: a bar at the foot of a phone, a column at the side of a desk. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useText(appTexts);
  const may = useMay();
  const me = useMe();
  const [location] = useLocation();
  const isHere = (path: string) => (path === '/' ? location === '/' : location.startsWith(path));
  return (
    <div className={classes.frame}>
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <aside className={`${classes.side} no-print`}>
        <Link href="/" className={classes.brand}>
          {/* Lazily, for a phone does not show it. */}
          <img src="/icon.svg" alt="" width={36} height={36} loading="lazy" />
          <span>{t('app.name')}</span>
        </Link>
        <nav className={classes.nav} aria-label={t('nav.label')}>
          {SECTIONS.filter(({ permission }) => !permission || may(permission)).map(
            ({ path, label, icon }) => (
              <Link
                key={path}
                href={path}
                className={classes.entry}
                aria-current={isHere(path) ? 'page' : undefined}
              >
                <Icon name={icon} />
                <span>{t(label)}</span>
              </Link>
            ),
          )}
        </nav>
        <div className={classes.who}>
          <div className="strong">{nameOf(me)}</div>
          <div>{me.roles.map((role) => t(`role.${role}`)).join(', ')}</div>
        </div>
      </aside>
      <main id="content" className={classes.content}>
        <ProviderNote />
        {children}
      </main>
    </div>
  );
}
