import { Anchor, Button, Radio, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useLanguage, useText } from '../../app/language.js';
import { nameOf, useMe, useSignOut } from '../../app/session.js';
import { appTexts } from '../../messages/app.js';
import { Page } from '../../ui/Page.js';
import { PasswordForm } from '../sign-in/PasswordForm.js';

const SCHEMES = ['auto', 'light', 'dark'] as const;

/** My own account: who I am here, how the app looks to me, my password, the way out. */
export default function AccountScreen() {
  const t = useText(appTexts);
  const me = useMe();
  const signOut = useSignOut();
  const { language, setLanguage } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [changes, setChanges] = useState(false);
  return (
    <Page title={t('account.title')} narrow>
      <div className="stack">
        <section className="card">
          <div className="strong">{nameOf(me)}</div>
          <div className="dim">
            {t('account.roles')}: {me.roles.map((role) => t(`role.${role}`)).join(', ')}
          </div>
          <div className="row" style={{ marginTop: 16 }}>
            <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
              {t('account.signOut')}
            </Button>
            {me.user && !changes && (
              <Button variant="default" onClick={() => setChanges(true)}>
                {t('account.changePassword')}
              </Button>
            )}
            {me.user && me.roles.includes('approver') && (
              <Button variant="default" component={Link} href="/account/delegations">
                {t('account.delegations')}
              </Button>
            )}
            {me.user && (
              <Button variant="default" component={Link} href="/account/security">
                {t('account.security')}
              </Button>
            )}
          </div>
        </section>
        {changes && (
          <section className="card">
            <h2 style={{ marginTop: 0, fontSize: '1.25rem' }}>{t('account.changePassword')}</h2>
            <PasswordForm onDone={() => setChanges(false)} />
          </section>
        )}
        <section className="card stack">
          <Radio.Group
            label={t('account.language')}
            value={language}
            onChange={(value) => setLanguage(value === 'en' ? 'en' : 'vi')}
          >
            <div className="row" style={{ marginTop: 8, gap: 24 }}>
              <Radio value="vi" label={t('account.language.vi')} lang="vi" />
              <Radio value="en" label={t('account.language.en')} lang="en" />
            </div>
          </Radio.Group>
          <Radio.Group
            label={t('account.scheme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(SCHEMES.find((each) => each === value) ?? 'auto')}
          >
            <div className="row" style={{ marginTop: 8, gap: '8px 24px' }}>
              {SCHEMES.map((scheme) => (
                <Radio key={scheme} value={scheme} label={t(`account.scheme.${scheme}`)} />
              ))}
            </div>
          </Radio.Group>
        </section>
        <Anchor href="/api/docs">{t('account.docs')}</Anchor>
      </div>
    </Page>
  );
}
