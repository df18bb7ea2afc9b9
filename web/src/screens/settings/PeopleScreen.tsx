import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { type User, useUsers } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { appTexts } from '../../messages/app.js';
import { settingsTexts } from '../../messages/settings.js';
import { Icon } from '../../ui/Icon.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Page } from '../../ui/Page.js';
import badge from '../../ui/StateBadge.module.css';
import classes from './Settings.module.css';

/** Who works here, in which role, over which areas. */
export default function PeopleScreen() {
  const t = useText(settingsTexts);
  const users = useUsers();
  return (
    <Page
      title={t('settings.people')}
      lead={t('people.lead')}
      back="/settings"
      narrow
      actions={
        <Button component={Link} href="/settings/people/new">
          {t('people.add')}
        </Button>
      }
    >
      <Loaded query={users}>
        {({ pages }) => (
          <div className="stack">
            <ul className={`plain-list card ${classes.list}`}>
              {pages
                .flatMap((page) => page.items)
                .map((user) => (
                  <li key={user.id}>
                    <Link href={`/settings/people/${user.id}`} className={classes.line}>
                      <span className={classes.what}>
                        <span className="strong">{user.displayName}</span>
                        <span className="dim small">{user.username}</span>
                        <Memberships user={user} />
                      </span>
                      {user.disabled && (
                        <span className={`${badge.badge} ${badge.quiet}`}>{t('people.disabled')}</span>
                      )}
                      <Icon name="next" size={20} />
                    </Link>
                  </li>
                ))}
            </ul>
            <MoreButton query={users} label={t('common.more')} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Memberships({ user }: { user: User }) {
  const t = useText(settingsTexts);
  const ta = useText(appTexts);
  return (
    <span className="small">
      {user.memberships
        .map(({ role, areaName }) =>
          t('people.membership', { role: ta(`role.${role}`), area: areaName ?? t('people.everywhere') }),
        )
        .join('; ')}
    </span>
  );
}
