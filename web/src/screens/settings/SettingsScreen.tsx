import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useText } from '../../app/language.js';
import { useMay, useMe } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import { Page } from '../../ui/Page.js';
import type { Permission } from '../../app/session.js';
import classes from './Settings.module.css';

interface Entry {
  path: string;
  key:
    | 'gateways'
    | 'people'
    | 'budgets'
    | 'office'
    | 'sending'
    | 'audit'
    | 'keys'
    | 'webhooks'
    | 'force'
    | 'requests';
  icon: IconName;
  permission: Permission;
}

const ENTRIES: readonly Entry[] = [
  { path: '/settings/gateways', key: 'gateways', icon: 'megaphone', permission: 'gateway:write' },
  { path: '/settings/people', key: 'people', icon: 'people', permission: 'user:write' },
  { path: '/directory/force', key: 'force', icon: 'people', permission: 'force:write' },
  { path: '/directory/requests', key: 'requests', icon: 'file', permission: 'household:write' },
  { path: '/settings/sending', key: 'sending', icon: 'clock', permission: 'campaign:read' },
  { path: '/settings/budgets', key: 'budgets', icon: 'file', permission: 'budget:read' },
  { path: '/settings/office', key: 'office', icon: 'home', permission: 'area:write' },
  { path: '/settings/audit', key: 'audit', icon: 'file', permission: 'audit:read' },
  { path: '/settings/keys', key: 'keys', icon: 'settings', permission: 'user:write' },
  { path: '/settings/webhooks', key: 'webhooks', icon: 'megaphone', permission: 'webhook:write' },
];

/** Where everything that is set once is set. */
export default function SettingsScreen() {
  const t = useText(settingsTexts);
  const may = useMay();
  const { grants } = useMe();
  const isEverywhere = grants.some(({ areaId }) => areaId === null);
  return (
    <Page title={t('settings.title')} narrow>
      <div className="stack">
        <ul className={`plain-list card ${classes.list}`}>
          {ENTRIES.filter(({ permission }) => may(permission)).map(({ path, key, icon }) => (
            <li key={path}>
              <Link href={path} className={classes.line}>
                <Icon name={icon} />
                <span className={classes.what}>
                  <span className="strong">{t(`settings.${key}`)}</span>
                  <span className="dim small">{t(`settings.${key}.what`)}</span>
                </span>
                <Icon name="next" size={20} />
              </Link>
            </li>
          ))}
          <li>
            <Link href="/account/security" className={classes.line}>
              <Icon name="person" />
              <span className={classes.what}>
                <span className="strong">{t('settings.security')}</span>
                <span className="dim small">{t('settings.security.what')}</span>
              </span>
              <Icon name="next" size={20} />
            </Link>
          </li>
        </ul>
        {may('queue:read') && isEverywhere && <Anchor href="/admin/queues">{t('settings.queues')}</Anchor>}
        <Anchor href="/api/docs">{t('settings.docs')}</Anchor>
      </div>
    </Page>
  );
}
