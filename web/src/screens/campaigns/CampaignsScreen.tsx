import { useCampaigns } from '../../api/campaigns.js';
import { useText } from '../../app/language.js';
import { campaignTexts } from '../../messages/campaigns.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { Page } from '../../ui/Page.js';
import { CampaignCard } from './CampaignCard.js';
import { NewCampaignButton } from './NewCampaignButton.js';

/** Every campaign, newest first. */
export default function CampaignsScreen() {
  const t = useText(campaignTexts);
  const campaigns = useCampaigns();
  return (
    <Page title={t('list.title')} lead={t('list.lead')} actions={<NewCampaignButton />}>
      <Loaded query={campaigns} height={320}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <EmptyState icon="megaphone" title={t('list.empty')} action={<NewCampaignButton />}>
                {t('list.emptyWhat')}
              </EmptyState>
            );
          }
          return (
            <div className="stack">
              <ul className="plain-list stack tight">
                {items.map((item) => (
                  <li key={item.id}>
                    <CampaignCard campaign={item} />
                  </li>
                ))}
              </ul>
              <MoreButton query={campaigns} label={t('list.more')} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
