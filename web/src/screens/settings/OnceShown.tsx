import { Button } from '@mantine/core';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { settingsTexts } from '../../messages/settings.js';
import classes from './Settings.module.css';

/** A secret that is shown this once, with a button that copies it. */
export function OnceShown({ label, value }: { label: string; value: string }) {
  const t = useText(settingsTexts);
  const announce = useAnnounce();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    announce(t('once.copied'));
  };
  return (
    <section className="note good" role="status">
      <div className="strong">{label}</div>
      <div className={classes.secret} style={{ margin: '8px 0' }}>
        {value}
      </div>
      <p className="small">{t('once.what')}</p>
      {/* Browsers lend the clipboard only to pages that came over https or from this machine. */}
      {window.isSecureContext && (
        <Button variant="default" size="sm" onClick={() => void copy()}>
          {t('once.copy')}
        </Button>
      )}
    </section>
  );
}
