import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useGateways } from '../../api/gateways.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Icon } from '../../ui/Icon.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { GatewayState } from './GatewayState.js';
import classes from './Settings.module.css';

/** The accounts that messages leave through, and how each of them does. */
export default function GatewaysScreen() {
  const t = useText(settingsTexts);
  const may = useMay();
  const gateways = useGateways();
  const add = may('gateway:write') && (
    <Button component={Link} href="/settings/gateways/new">
      {t('gateways.add')}
    </Button>
  );
  return (
    <Page title={t('settings.gateways')} lead={t('gateways.lead')} back="/settings" narrow actions={add}>
      <Loaded query={gateways}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon="megaphone" title={t('gateways.empty')} action={add}>
              {t('gateways.emptyWhat')}
            </EmptyState>
          ) : (
            <ul className={`plain-list card ${classes.list}`}>
              {items.map((gateway) => (
                <li key={gateway.id}>
                  <Link href={`/settings/gateways/${gateway.id}`} className={classes.line}>
                    <span className={classes.what}>
                      <span className="strong">{gateway.name}</span>
                      <span className="dim small">
                        {t('gateways.line', {
                          kind: t(`kind.${gateway.kind}`),
                          rate: gateway.partsPerSecond,
                        })}
                      </span>
                      {gateway.heldReason && <span className="small">{gateway.heldReason}</span>}
                    </span>
                    <GatewayState gateway={gateway} />
                    <Icon name="next" size={20} />
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}
