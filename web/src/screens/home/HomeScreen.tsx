import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useCampaigns } from '../../api/campaigns.js';
import { useText } from '../../app/language.js';
import { nameOf, useMe } from '../../app/session.js';
import { campaignTexts } from '../../messages/campaigns.js';
import { homeTexts } from '../../messages/home.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { CampaignCard } from '../campaigns/CampaignCard.js';

/** The first page: what runs, and what was lately done. */
export default function HomeScreen() {
  const t = useText(homeTexts);
  const tc = useText(campaignTexts);
  const me = useMe();
  const campaigns = useCampaigns(5);
  return (
    <Page title={t('home.title', { name: nameOf(me) })}>
      <section className="stack tight">
        <div className="row spread">
          <h2 style={{ fontSize: '1.25rem', margin: 0 }}>{t('home.recent')}</h2>
          <Anchor component={Link} href="/campaigns">
            {t('home.all')}
          </Anchor>
        </div>
        <Loaded query={campaigns} height={240}>
          {({ pages }) =>
            pages[0]!.items.length === 0 ? (
              <EmptyState icon="megaphone" title={tc('list.empty')}>
                {tc('list.emptyWhat')}
              </EmptyState>
            ) : (
              <ul className="plain-list stack tight">
                {pages[0]!.items.map((item) => (
                  <li key={item.id}>
                    <CampaignCard campaign={item} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </Page>
  );
}
