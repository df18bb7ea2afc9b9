import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useText } from '../app/language.js';
import { appTexts } from '../messages/app.js';
import { Page } from './Page.js';

/** An address that leads nowhere, or to something the person may not see. */
export function NotFound() {
  const t = useText(appTexts);
  return (
    <Page title={t('notFound.title')} narrow>
      <p>{t('notFound.what')}</p>
      <Button component={Link} href="/">
        {t('notFound.home')}
      </Button>
    </Page>
  );
}
