import { useText } from '../../app/language.js';
import { useMe } from '../../app/session.js';
import { securityTexts } from '../../messages/security.js';
import { Page } from '../../ui/Page.js';
import { ProviderCard } from './ProviderCard.js';
import { SessionsCard } from './SessionsCard.js';
import { TwoStepCard } from './TwoStepCard.js';

/** How I sign in: the second step, and where I am signed in. */
export default function SecurityScreen() {
  const t = useText(securityTexts);
  const me = useMe();
  return (
    <Page title={t('security.title')} back={me.mustFirst ? undefined : '/account'} narrow>
      <div className="stack">
        {me.mustFirst === 'two-step' && (
          <div className="note warn" role="status">
            {t('security.mustTwoStep')}
          </div>
        )}
        <TwoStepCard />
        <ProviderCard />
        <SessionsCard />
      </div>
    </Page>
  );
}
