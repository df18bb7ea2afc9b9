import { type ReactNode, useEffect } from 'react';
import { useLanguage, useText } from '../../app/language.js';
import { appTexts } from '../../messages/app.js';
import classes from './DoorStep.module.css';

/** The page before the app: its name, one form, and the choice of language. */
export function DoorStep({ title, children }: { title: string; children: ReactNode }) {
  const t = useText(appTexts);
  const { language, setLanguage } = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <main className={classes.step}>
      <div className={classes.brand}>
        <img src="/icon.svg" alt="" width={56} height={56} />
        <div>
          <div className={classes.name}>{t('app.name')}</div>
          <div className="dim">{t('app.motto')}</div>
        </div>
      </div>
      <div className="card">
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
      <button
        type="button"
        className={classes.language}
        lang={language === 'vi' ? 'en' : 'vi'}
        onClick={() => setLanguage(language === 'vi' ? 'en' : 'vi')}
      >
        {t('app.otherLanguage')}
      </button>
    </main>
  );
}
